package dev.lvs.agent.plan.fullnat;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Ownership of the ports of VIPs by virtual servers. IPVS takes the most specific match: a mark or
 * a single port goes before every port of a VIP ({@code ip_vs_service_find}), and that before marks
 * that users set.
 */
final class Territory {
  private static final int LAST = 0xffff;

  /** First of the ports that FTP servers take for data connections. */
  private static final int FIRST_FREE = 1024;

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
      marked.computeIfAbsent(mark.firewallMark(), _ -> new ArrayList<>()).add(mark.ports());
      exact(mark.ports());
    }
    for (PlannedService service : plan.services()) {
      if (service.key() instanceof AddressKey key) {
        if (key.port() == 0) {
          whole.add(whole(key));
        } else {
          exact(key.traffic());
        }
      }
    }
  }

  /** The ports whose packets reach a virtual server; none where nobody says what others mark. */
  List<VipPorts> of(PlannedService service) {
    return switch (service.key()) {
      case AddressKey key -> key.port() == 0 ? free(whole(key), 0) : List.of(key.traffic());
      case MarkKey key ->
          Stream.concat(
                  marked.getOrDefault(key.mark(), List.of()).stream()
                      .filter(ports -> ports.family() == key.family()),
                  service.vips().stream()
                      .flatMap(vip -> Protocol.NAMED.stream().map(each -> new Whole(vip, each)))
                      .filter(all -> !whole.contains(all))
                      .flatMap(all -> free(all, 0).stream()))
              .toList();
    };
  }

  /** The ports to which clients of FTP connect for data, as far as nobody else has them. */
  List<VipPorts> dataOf(AddressKey key) {
    Whole all = whole(key);
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

  private static Whole whole(AddressKey key) {
    return new Whole(key.address(), key.protocol());
  }
}
