package dev.lvs.agent.failover;

import dev.lvs.agent.lease.LeaseHolder;
import dev.lvs.agent.lease.LeaseState;
import dev.lvs.agent.lease.LeaseVersion;
import dev.lvs.agent.lease.Sighting;
import dev.lvs.api.v1alpha1.AnsweringStation;
import dev.lvs.api.v1alpha1.GroupStanding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
 * @param stations that answer for its VIPs while this node has them, or is about to take them
 */
public record GroupSight(
    String lease,
    GroupStanding standing,
    Optional<String> holder,
    Instant since,
    Instant renewed,
    Optional<Instant> until,
    Optional<String> why,
    List<AnsweringStation> stations) {
  public GroupSight {
    stations = List.copyOf(stations);
  }

  /** Renewals that may be missing before the API server counts as away. */
  private static final int MISSING = 3;

  /**
   * Reads the state of a group.
   *
   * @param planned whether the plan has it still
   * @param since when the Lease was first seen with its holder
   * @param stations that were heard to answer for its VIPs
   */
  static GroupSight of(
      String lease,
      LeaseState state,
      LeaseHolder.Director self,
      boolean planned,
      Instant since,
      List<AnsweringStation> stations,
      Instant now) {
    Optional<LeaseVersion> version = state.view().version();
    boolean mine = version.map(LeaseVersion::holder).filter(self::equals).isPresent();
    GroupStanding standing = standing(state, mine, planned, now);
    boolean holds = standing.holds();
    boolean barred = standing == GroupStanding.WAITING && barring(state).isPresent();
    List<AnsweringStation> answering = holds || barred ? stations : List.of();
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
        why(standing, state, self, answering),
        answering);
  }

  private static GroupStanding standing(
      LeaseState state, boolean mine, boolean planned, Instant now) {
    if (state.isOpen(now)) {
      Duration quiet = state.circumstances().timing().renew().multipliedBy(MISSING);
      return now.isBefore(state.opening().confirmed().plus(quiet))
          ? GroupStanding.HOLDER
          : GroupStanding.HOLDER_WITHOUT_API;
    }
    if (!planned) {
      return GroupStanding.LEAVING;
    }
    if (state.circumstances().unfit().isPresent() || now.isBefore(state.out())) {
      return GroupStanding.FENCED;
    }
    return mine || state.view().version().isEmpty() ? GroupStanding.ASKING : GroupStanding.WAITING;
  }

  private static Optional<String> why(
      GroupStanding standing,
      LeaseState state,
      LeaseHolder.Director self,
      List<AnsweringStation> answering) {
    return switch (standing) {
      case HOLDER ->
          answering.stream()
              .map(one -> "station " + one.mac() + " answers for " + one.vip() + " too")
              .findFirst();
      case HOLDER_WITHOUT_API ->
          Optional.of(
              "the API server confirms no renewal; who else may take the VIPs asks the network"
                  + " first");
      case LEAVING -> Optional.of("this node is no director of it any more");
      case FENCED, NOT_READY ->
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
          barring(state)
              .map(other -> "station " + other.mac() + " answers for its VIPs")
              .or(() -> state.view().version().map(one -> waiting(one.holder(), self)));
    };
  }

  /** Returns who keeps this node from taking the Lease, as the network was asked last. */
  private static Optional<Sighting> barring(LeaseState state) {
    return state
        .sighting()
        .filter(other -> !other.serving() && !other.at().isBefore(state.view().seen()));
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
