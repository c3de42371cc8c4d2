package dev.lvs.operator.status.node;

import dev.lvs.api.v1alpha1.DrainedConnections;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.ResourceReport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A node's entries about real servers, of health checks and of drains.
 *
 * @param complete whether a real server without an entry is as it should be; else it is unknown
 * @param byServer entries by real server, e.g. {@code RealServer shop/web-1}
 */
public record ServerReport(boolean complete, Map<String, List<ResourceReport>> byServer) {
  /** Of a node that says nothing. */
  public static final ServerReport NONE = new ServerReport(false, Map.of());

  public ServerReport {
    byServer = Map.copyOf(byServer);
  }

  public static ServerReport of(@Nullable PlanReport report) {
    return report == null
        ? NONE
        : new ServerReport(
            report.namesServers(),
            report.entries().stream()
                .filter(ServerReport::isOfServer)
                .map(Discretion::entry)
                .collect(Collectors.groupingBy(entry -> entry.source().toString())));
  }

  private static boolean isOfServer(ResourceReport entry) {
    return entry.check() != null
        || (entry.reason().equals(ResourceReport.DRAINING)
            && entry.source().kind().equals("RealServer"));
  }

  /** Returns what is left of the connections to one real server, where it is drained. */
  public Optional<DrainedConnections> drain(String server) {
    return byServer.getOrDefault(server, List.of()).stream()
        .flatMap(entry -> Optional.ofNullable(entry.numbers()).stream())
        .flatMap(numbers -> Optional.ofNullable(numbers.drained()).stream())
        .findFirst();
  }

  /** Returns what is said of one real server in one virtual service. */
  public List<ResourceReport> of(String server, String service) {
    return byServer.getOrDefault(server, List.of()).stream()
        .filter(
            entry -> entry.check() != null && entry.check().service().toString().equals(service))
        .toList();
  }

  /** The real servers of which this says something else than {@code earlier}. */
  Set<String> changedSince(ServerReport earlier) {
    Map<String, List<ResourceReport>> all = new HashMap<>(earlier.byServer);
    all.putAll(byServer);
    Set<String> changed = new HashSet<>(all.keySet());
    changed.removeIf(
        server ->
            byServer
                .getOrDefault(server, List.of())
                .equals(earlier.byServer.getOrDefault(server, List.of())));
    return changed;
  }
}
