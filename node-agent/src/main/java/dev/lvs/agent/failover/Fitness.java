package dev.lvs.agent.failover;

import dev.lvs.api.v1alpha1.StandDown;
import dev.lvs.net.IpAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides whether this director may have the VIPs of a Lease, and says why not: a clause, which is
 * empty where it may.
 *
 * <p>A director with a reason gives its Lease back, if it has it, and takes none.
 */
final class Fitness {
  /** Of a group that the plan does not have any more. */
  static final String NO_DIRECTOR = "this node is no director of it any more";

  /** Of an agent that has just started. */
  static final String NOT_YET = "no round with its plan is over yet";

  private Fitness() {}

  /** Returns what the plan has against it. */
  static Optional<String> planned(LeaseGroup group) {
    return Optional.ofNullable(group.lease().standDown()).map(StandDown::why);
  }

  /**
   * Returns what there is against it after a round.
   *
   * @param running whether an interface is there, is up and has a carrier
   */
  static Optional<String> after(LeaseGroup group, Predicate<String> running, Standing standing) {
    return planned(group).or(() -> ofLinks(group, running)).or(() -> ofVips(group, standing));
  }

  private static Optional<String> ofLinks(LeaseGroup group, Predicate<String> running) {
    return group.devices().values().stream()
        .distinct()
        .filter(running.negate())
        .findFirst()
        .map(device -> "interface " + device + " is down or has no carrier");
  }

  /** One VIP is enough: to leave for the others would make their failure that of all. */
  private static Optional<String> ofVips(LeaseGroup group, Standing standing) {
    Set<IpAddress> addresses = group.addresses();
    if (addresses.stream().anyMatch(standing.vips()::contains)) {
      return Optional.empty();
    }
    return Optional.of(
        standing.withdrawn().containsAll(addresses)
            ? "the services on its VIPs have lost their quorum here (whenLost: withdraw)"
            : "none of its VIPs is on its interface, see what the node reports of them");
  }
}
