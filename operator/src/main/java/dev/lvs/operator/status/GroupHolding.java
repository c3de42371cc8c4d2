package dev.lvs.operator.status;

import static dev.lvs.operator.status.condition.Verdict.ADDRESS_CONFLICT;
import static dev.lvs.operator.status.condition.Verdict.HELD;
import static dev.lvs.operator.status.condition.Verdict.PENDING;
import static dev.lvs.operator.status.condition.Verdict.READY;

import dev.lvs.api.v1alpha1.AnsweringStation;
import dev.lvs.api.v1alpha1.DirectorGroupStatus;
import dev.lvs.api.v1alpha1.VipHolder;
import dev.lvs.operator.status.condition.Conditions;
import dev.lvs.operator.status.condition.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Holder of the VIPs of a DirectorGroup with announcement lease or vrrp, as the status of the group
 * says it.
 *
 * @param held whether one of the directors has them
 * @param holder that one, or the last that is known to have had them; empty where nobody has
 * @param stations that answer for VIPs of the group and are not to
 */
public record GroupHolding(
    Verdict held, Optional<VipHolder> holder, List<AnsweringStation> stations) {
  public GroupHolding {
    stations = List.copyOf(stations);
  }

  /** The longest that a Lease lasts, and a second more. */
  private static final Duration LONGEST_LEASE = Duration.ofSeconds(15);

  /** Before anybody has looked. */
  public static final GroupHolding UNKNOWN =
      new GroupHolding(
          Verdict.unknown(
              HELD, PENDING, "Who has the VIPs is not known yet; see kubectl get directorgroups."),
          Optional.empty(),
          List.of());

  /** Reads it from the status of a group; unknown where each director has the VIPs. */
  public static GroupHolding of(DirectorGroupStatus status) {
    return Conditions.find(status.conditions(), HELD)
        .map(
            one ->
                new GroupHolding(
                    new Verdict(
                        HELD, Verdict.Truth.of(one.getStatus()), one.getReason(), one.getMessage()),
                    Optional.ofNullable(status.holder()),
                    status.stations()))
        .orElse(UNKNOWN);
  }

  /** Returns why clients of these VIPs may reach somebody else, if so. */
  Optional<Verdict> conflict(List<String> vips) {
    return stations.stream()
        .filter(one -> vips.contains(one.vip().toString()))
        .findFirst()
        .map(
            one ->
                Verdict.no(
                    READY,
                    ADDRESS_CONFLICT,
                    "Station %s answers for %s and is not to, so clients may reach it in place of the director; see condition AddressConflict of the DirectorGroup."
                        .formatted(one.mac(), one.vip())));
  }

  /**
   * Returns whether {@code node} is known not to have them by the Lease of the group: no director
   * has it, or another has had it for longer than any Lease lasts.
   */
  public boolean isNotAt(String node, Instant now) {
    return switch (held.truth()) {
      case TRUE ->
          holder
              .filter(one -> !one.node().equals(node))
              .filter(one -> Instant.parse(one.since()).plus(LONGEST_LEASE).isBefore(now))
              .isPresent();
      case FALSE -> held.reason().equals(HeldCondition.NOBODY_HOLDS);
      case UNKNOWN -> false;
    };
  }

  /** The director that has them, where one is known to. */
  Optional<String> node() {
    return holder.map(VipHolder::node).filter(_ -> held.truth() == Verdict.Truth.TRUE);
  }
}
