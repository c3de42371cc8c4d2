package dev.lvs.agent.plan;

import static java.util.Objects.requireNonNull;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.IpFamily;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which ports of which VIPs belong to which virtual server, where IPVS says it by what is most
 * exact: a mark or a port of its own goes before every port of a VIP ({@code ip_vs_service_find}),
 * and that before what users mark.
 */
final class Territory {
  private static final int LAST = 0xffff;

  /** What FTP servers take the ports of data connections from. */
  private static final int FIRST_FREE = 1024;

  private static final List<Protocol> PROTOCOLS =
      List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP);

  private final Map<Long, List<VipPorts>> marked = new HashMap<>();
  private final Map<Whole, TreeMap<Integer, Integer>> exact = new HashMap<>();
  private final Set<Whole> whole = new TreeSet<>();

  /** All ports of a VIP by one protocol. */
  private record Whole(IpAddress vip, Protocol protocol) implements Comparable<Whole> {
    @Override
    public int compareTo(Whole other) {
      return new VipPorts(vip, protocol, 0, 0)
          .compareTo(new VipPorts(other.vip, other.protocol, 0, 0));
    }
  }

  Territory(DirectorPlan plan) {
    for (PlannedMark mark : plan.marks()) {
      marked.computeIfAbsent(mark.firewallMark(), _ -> new ArrayList<>()).add(ports(mark));
      exact(ports(mark));
    }
    for (PlannedService service : plan.services()) {
      if (service.firewallMark() == null) {
        int port = port(service);
        Whole all = whole(service);
        if (port == 0) {
          whole.add(all);
        } else {
          exact(new VipPorts(all.vip(), all.protocol(), port, port));
        }
      }
    }
  }

  static VipPorts ports(PlannedMark mark) {
    int last = mark.endPort() == null ? mark.port() : mark.endPort();
    return new VipPorts(
        IpAddress.parse(mark.address()), Servers.protocol(mark.protocol()), mark.port(), last);
  }

  /** The ports whose packets reach a virtual server; none where nobody says what others mark. */
  List<VipPorts> of(PlannedService service) {
    Long mark = service.firewallMark();
    if (mark != null) {
      return Stream.concat(
              marked.getOrDefault(mark, List.of()).stream()
                  .filter(ports -> ports.vip().family() == family(service)),
              service.vips().stream()
                  .map(IpAddress::parse)
                  .flatMap(vip -> PROTOCOLS.stream().map(protocol -> new Whole(vip, protocol)))
                  .filter(all -> !whole.contains(all))
                  .flatMap(all -> free(all, 0).stream()))
          .toList();
    }
    Whole all = whole(service);
    int port = port(service);
    return port == 0 ? free(all, 0) : List.of(new VipPorts(all.vip(), all.protocol(), port, port));
  }

  /** The ports to which clients of FTP connect for data, as far as nobody else has them. */
  List<VipPorts> dataOf(PlannedService service) {
    Whole all = whole(service);
    return whole.contains(all) ? List.of() : free(all, FIRST_FREE);
  }

  private void exact(VipPorts ports) {
    exact
        .computeIfAbsent(new Whole(ports.vip(), ports.protocol()), _ -> new TreeMap<>())
        .merge(ports.first(), ports.last(), Math::max);
  }

  private List<VipPorts> free(Whole all, int from) {
    List<VipPorts> free = new ArrayList<>();
    int next = from;
    for (Map.Entry<Integer, Integer> taken : exact.getOrDefault(all, new TreeMap<>()).entrySet()) {
      if (taken.getKey() > next) {
        free.add(new VipPorts(all.vip(), all.protocol(), next, taken.getKey() - 1));
      }
      next = Math.max(next, taken.getValue() + 1);
    }
    if (next <= LAST) {
      free.add(new VipPorts(all.vip(), all.protocol(), next, LAST));
    }
    return free;
  }

  private static Whole whole(PlannedService service) {
    return new Whole(
        IpAddress.parse(requireNonNull(service.address())),
        Servers.protocol(requireNonNull(service.protocol())));
  }

  private static int port(PlannedService service) {
    return Objects.requireNonNull(service.port());
  }

  private static AddressFamily family(PlannedService service) {
    return service.family() == IpFamily.IPV6 ? AddressFamily.IPV6 : AddressFamily.IPV4;
  }
}
