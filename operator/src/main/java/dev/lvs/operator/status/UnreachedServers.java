package dev.lvs.operator.status;

import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import java.util.List;
import java.util.Optional;

/**
 * Real servers of a service that a director was to reach and does not, or of which it is not known.
 *
 * @param unhealthy those whose check fails
 * @param drained those that said that they take no new connections
 * @param unknown those of which nobody knows whether they work
 * @param cut those that it does not reach for another reason
 */
record UnreachedServers(int unhealthy, int drained, int unknown, int cut) {
  /** All of them are reached. */
  static final UnreachedServers WHOLE = new UnreachedServers(0, 0, 0, 0);

  /** Nothing is known of so many. */
  static UnreachedServers unknown(int servers) {
    return new UnreachedServers(0, 0, servers, 0);
  }

  /** Returns what a report makes of it. */
  static UnreachedServers of(List<ResourceReport> said) {
    UnreachedServers reach = WHOLE;
    for (ResourceReport entry : said) {
      reach = reach.plus(of(entry));
    }
    return reach;
  }

  private static UnreachedServers of(ResourceReport entry) {
    int servers = affected(entry);
    return switch (entry.reason()) {
      case ResourceReport.HEALTH_CHECK_FAILED -> new UnreachedServers(servers, 0, 0, 0);
      case ResourceReport.DRAINED_BY_SERVER -> new UnreachedServers(0, servers, 0, 0);
      case ResourceReport.HEALTH_UNKNOWN, ResourceReport.HEALTH_PENDING ->
          new UnreachedServers(0, 0, servers, 0);
      default ->
          entry.state() == ResourceState.PARTIAL
              ? new UnreachedServers(0, 0, 0, servers)
              : UnreachedServers.WHOLE;
    };
  }

  private static int affected(ResourceReport entry) {
    return Optional.ofNullable(entry.numbers())
        .flatMap(numbers -> Optional.ofNullable(numbers.affected()))
        .orElse(0);
  }

  private UnreachedServers plus(UnreachedServers other) {
    return new UnreachedServers(
        unhealthy + other.unhealthy,
        drained + other.drained,
        unknown + other.unknown,
        cut + other.cut);
  }

  /** Returns how many real servers are missing. */
  int missing() {
    return unhealthy + drained + unknown + cut;
  }
}
