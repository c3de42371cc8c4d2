package dev.lvs.agent.report;

import static java.util.Comparator.comparingLong;

import dev.lvs.agent.model.Flow;
import dev.lvs.agent.plan.draft.Rewritten;
import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts the local ports in use: a connection to a real server takes one, whichever service it
 * belongs to, since its answer is matched by that port and the real server alone.
 */
final class LocalPortCount {
  private final NavigableMap<VipPorts, Rewritten> services = new TreeMap<>();
  private final Map<Rewritten, Set<End>> reached = new HashMap<>();
  private final Map<End, Map<IpAddress, Integer>> used = new HashMap<>();

  /** Remote end of connections: a real server, its port and the protocol. */
  private record End(Protocol protocol, IpAddress address, int port) {}

  LocalPortCount(List<Rewritten> rewritten) {
    for (Rewritten one : rewritten) {
      Set<End> ends = reached.computeIfAbsent(one, _ -> new HashSet<>());
      for (VipPorts ports : one.ports()) {
        services.put(ports, one);
        for (DestinationKey server : one.realServers()) {
          if (server.port() != 0) {
            ends.add(new End(ports.protocol(), server.address(), server.port()));
          }
        }
      }
    }
  }

  /** Begins again. */
  void restart() {
    used.clear();
  }

  void take(Flow flow) {
    if (!flow.isRewritten()) {
      return;
    }
    Optional<Rewritten> service = serviceOf(flow);
    if (service.isPresent()) {
      End end = new End(flow.protocol(), flow.reply().source(), flow.reply().sourcePort());
      reached.computeIfAbsent(service.get(), _ -> new HashSet<>()).add(end);
      used.computeIfAbsent(end, _ -> new HashMap<>())
          .merge(flow.reply().destination(), 1, Integer::sum);
    }
  }

  /**
   * Returns what is left for each resource: where it has several services, for the one with the
   * least.
   */
  List<FreePorts> result() {
    Map<ResourceName, LocalPorts> least = new TreeMap<>();
    reached.forEach(
        (service, ends) -> {
          LocalPorts left = left(service, ends);
          least.merge(
              service.source(),
              left,
              (one, other) -> one.leastFree() <= other.leastFree() ? one : other);
        });
    return least.entrySet().stream()
        .map(entry -> new FreePorts(entry.getKey(), entry.getValue()))
        .toList();
  }

  private Optional<Rewritten> serviceOf(Flow flow) {
    IpAddress vip = flow.original().destination();
    int port = flow.original().destinationPort();
    // the last that begins at this port or below
    Map.Entry<VipPorts, Rewritten> candidate =
        services.floorEntry(new VipPorts(vip, flow.protocol(), port, 0xffff));
    return Optional.ofNullable(candidate)
        .filter(entry -> entry.getKey().vip().equals(vip))
        .filter(entry -> entry.getKey().protocol().equals(flow.protocol()))
        .filter(entry -> port <= entry.getKey().last())
        .map(Map.Entry::getValue);
  }

  private LocalPorts left(Rewritten service, Set<End> ends) {
    long total = (long) service.addresses() * LocalPorts.OF_ONE_ADDRESS;
    return ends.stream()
        .map(end -> used.getOrDefault(end, Map.of()).values())
        .map(
            counts ->
                new LocalPorts(
                    total,
                    free(total, counts.stream().mapToLong(Integer::longValue).sum()),
                    free(
                        LocalPorts.OF_ONE_ADDRESS,
                        counts.stream().mapToLong(Integer::longValue).max().orElse(0))))
        .min(comparingLong(LocalPorts::leastFree).thenComparingLong(LocalPorts::free))
        .orElse(new LocalPorts(total, total, LocalPorts.OF_ONE_ADDRESS));
  }

  private static long free(long all, long used) {
    return Math.max(0, all - used);
  }
}
