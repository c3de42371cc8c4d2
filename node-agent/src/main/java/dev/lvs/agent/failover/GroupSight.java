package dev.lvs.agent.failover;

import dev.lvs.agent.lease.LeaseHolder;
import dev.lvs.agent.lease.LeaseState;
import dev.lvs.agent.lease.LeaseVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One group of this node as its keeper knows it, to be told to people.
 *
 * @param lease name of its Lease
 * @param holder {@code holderIdentity} of the Lease, as it was seen last
 * @param since when the Lease was first seen with that holder
 * @param renewed when it was renewed, as far as is seen from here
 * @param until when it is over: the token of this node where it has the VIPs, else the earliest
 *     time at which another may take the Lease
 * @param why it is not held here, or not as it is to be
 */
public record GroupSight(
    String lease,
    Standing standing,
    Optional<String> holder,
    Instant since,
    Instant renewed,
    Optional<Instant> until,
    Optional<String> why) {
  /** Standing of this node in a group. */
  public enum Standing {
    /** It has the VIPs, and renews the Lease. */
    HOLDER,
    /** It has the VIPs, and the API server confirms nothing (apiOutage Hold). */
    HOLDER_WITHOUT_API,
    /** It asks for the Lease, or has it and its gate is not open yet. */
    ASKING,
    /** It is ready, and another has the Lease. */
    WAITING,
    /** Its gate is shut, since it cannot serve. */
    FENCED,
    /** It is no director of the group any more, and lets go. */
    LEAVING
  }

  /** Renewals that may be missing before the API server counts as away. */
  private static final int MISSING = 3;

  /**
   * Reads the state of a group.
   *
   * @param planned whether the plan has it still
   * @param since when the Lease was first seen with its holder
   */
  static GroupSight of(
      String lease,
      LeaseState state,
      LeaseHolder.Director self,
      boolean planned,
      Instant since,
      Instant now) {
    Optional<LeaseVersion> version = state.view().version();
    boolean mine = version.map(LeaseVersion::holder).filter(self::equals).isPresent();
    Standing standing = standing(state, mine, planned, now);
    boolean holds = standing == Standing.HOLDER || standing == Standing.HOLDER_WITHOUT_API;
    return new GroupSight(
        lease,
        standing,
        version.map(one -> one.holder().text()),
        since,
        holds ? state.opening().confirmed() : state.view().seen(),
        holds
            ? Optional.of(state.opening().until())
            : version
                .filter(one -> one.holder() instanceof LeaseHolder.Director)
                .map(one -> state.view().seen().plus(one.length())),
        why(standing, state, self));
  }

  private static Standing standing(LeaseState state, boolean mine, boolean planned, Instant now) {
    if (state.isOpen(now)) {
      Duration quiet = state.circumstances().timing().renew().multipliedBy(MISSING);
      return now.isBefore(state.opening().confirmed().plus(quiet))
          ? Standing.HOLDER
          : Standing.HOLDER_WITHOUT_API;
    }
    if (!planned) {
      return Standing.LEAVING;
    }
    if (state.circumstances().unfit().isPresent() || now.isBefore(state.out())) {
      return Standing.FENCED;
    }
    return mine || state.view().version().isEmpty() ? Standing.ASKING : Standing.WAITING;
  }

  private static Optional<String> why(
      Standing standing, LeaseState state, LeaseHolder.Director self) {
    return switch (standing) {
      case HOLDER -> Optional.empty();
      case HOLDER_WITHOUT_API ->
          Optional.of(
              "the API server confirms no renewal; who else may take the VIPs asks the network"
                  + " first");
      case LEAVING -> Optional.of("this node is no director of it any more");
      case FENCED ->
          state
              .circumstances()
              .unfit()
              .or(() -> Optional.of("the API server takes too long for the renewals of this node"));
      case ASKING ->
          Optional.of(
              state.view().fresh()
                  ? "it is asked for"
                  : "the API server has not answered what the Lease says");
      case WAITING ->
          state
              .sighting()
              .filter(other -> !other.serving() && !other.at().isBefore(state.view().seen()))
              .map(other -> "station " + other.mac() + " answers for its VIPs")
              .or(() -> state.view().version().map(one -> waiting(one.holder(), self)));
    };
  }

  private static String waiting(LeaseHolder holder, LeaseHolder.Director self) {
    return switch (holder) {
      case LeaseHolder.Director(String node, _) when node.equals(self.node()) ->
          "this node had it before it was started anew";
      case LeaseHolder.Director(String node, _) -> node + " has it";
      case LeaseHolder.Free _ -> "it is free, and about to be taken";
      case LeaseHolder.Unknown _ -> "it is not known who had it";
    };
  }
}
