package dev.lvs.agent.round;

import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.model.ProbeWays;
import dev.lvs.agent.model.Purposes;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcome.Applied;
import dev.lvs.agent.object.Outcome.Refused;
import dev.lvs.agent.object.Outcome.Unknown;
import dev.lvs.agent.plan.draft.Obstacle;
import dev.lvs.agent.report.Fight;
import dev.lvs.agent.report.Findings;
import dev.lvs.agent.report.FreePorts;
import dev.lvs.agent.report.Shortfall;
import dev.lvs.agent.report.Shortfalls;
import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Result of one round of the loop: what it found and did.
 *
 * @param before the desired state and how the kernel differed from it
 * @param outcomes of the changes that were tried in this round
 * @param refused every change that is still refused, from this round or an earlier one
 * @param fights changes that other programs keep undoing
 * @param localPorts how many ports are left for FULLNAT, by resource
 * @param took from the first look at the kernel to the last outcome
 */
public record Round(
    Plan plan,
    Comparison before,
    List<Outcome> outcomes,
    List<Refused> refused,
    List<Fight> fights,
    List<FreePorts> localPorts,
    Duration took) {
  public Round {
    outcomes = List.copyOf(outcomes);
    refused = List.copyOf(refused);
    fights = List.copyOf(fights);
    localPorts = List.copyOf(localPorts);
  }

  /** Returns whether something of the kernel was changed. */
  public boolean hasChanged() {
    return outcomes.stream().anyMatch(Applied.class::isInstance);
  }

  /**
   * Returns whether every change was answered, so that no other round is needed to know what is so.
   */
  public boolean isCertain() {
    return outcomes.stream().noneMatch(Unknown.class::isInstance);
  }

  /** Returns whether another program keeps undoing something. */
  public boolean isAtWar() {
    return !fights.isEmpty();
  }

  /** Returns what of the plan is not so, and why. */
  public List<Shortfall> shortfalls() {
    return Shortfalls.of(findings());
  }

  /** By which ways probes may be forwarded now. */
  public ProbeWays ways() {
    return ProbesStanding.after(this);
  }

  /** Returns the VIPs on their interfaces that have what they are for. */
  public Set<IpAddress> standing() {
    return before.desired().state().vips().stream()
        .filter(vip -> !before.diff().withheld().containsKey(vip))
        .map(Vip::address)
        .collect(Collectors.toSet());
  }

  /**
   * Returns the VIPs of a director that have something behind them, whoever puts them on their
   * interfaces.
   */
  public Set<IpAddress> served() {
    Set<ServiceKey> failed =
        refused.stream()
            .map(Refused::change)
            .filter(AddService.class::isInstance)
            .map(change -> ((AddService) change).service())
            .collect(Collectors.toSet());
    Purposes purposes = before.desired().purposes();
    return purposes.byVip().keySet().stream()
        .filter(vip -> !before.diff().withheld().containsKey(vip))
        .filter(
            vip ->
                purposes
                    .against(
                        vip,
                        purpose ->
                            Optional.of("refused").filter(_ -> failed.contains(purpose.service())))
                    .isEmpty())
        .map(Vip::address)
        .collect(Collectors.toSet());
  }

  /** Returns the VIPs that are withdrawn, since their services lost their quorum. */
  public Set<IpAddress> withdrawn() {
    List<Obstacle> withdrawals =
        before.desired().obstacles().stream()
            .filter(obstacle -> obstacle.reason() == Obstacle.Reason.VIP_WITHDRAWN)
            .toList();
    Set<IpAddress> standing = standing();
    return plan.spec().director().vips().stream()
        .filter(vip -> !standing.contains(vip.address()))
        .filter(vip -> withdrawals.stream().anyMatch(one -> one.sources().equals(vip.sources())))
        .map(PlannedVip::address)
        .collect(Collectors.toSet());
  }

  /** This round, as far as it is reported. */
  public Findings findings() {
    return new Findings(
        plan,
        before.facts(),
        before.missing(),
        before.desired(),
        before.diff(),
        outcomes,
        refused,
        fights);
  }

  /** Returns whether it decided by what was not so any more. */
  boolean isOutdated() {
    return outcomes.stream()
        .anyMatch(
            outcome ->
                outcome instanceof Refused(var _, var cause, var _)
                    && cause.equals(Refused.FOREIGN_DESTINATIONS));
  }

  /** This round as the end of one that began before. */
  Round after(Round earlier) {
    List<Outcome> all = new ArrayList<>(earlier.outcomes());
    all.removeIf(outcome -> !(outcome instanceof Applied));
    all.addAll(outcomes);
    return new Round(plan, before, all, refused, fights, localPorts, earlier.took().plus(took));
  }

  /** Returns whether the kernel now holds everything that the plan says. */
  public boolean isConverged() {
    return isCertain()
        && refused.isEmpty()
        && fights.isEmpty()
        && before.desired().obstacles().isEmpty()
        && before.diff().foreign().stream().noneMatch(Foreign::isInTheWay);
  }

  /**
   * Returns whether nothing at all of the plan can be done here: there is no IPVS, and the node is
   * to be nothing but a director.
   */
  public boolean isFutile() {
    return plan.spec().realServer().holdsNothing()
        && before.desired().obstacles().stream()
            .anyMatch(obstacle -> obstacle.reason() == Obstacle.Reason.NO_IPVS);
  }
}
