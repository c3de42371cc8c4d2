package dev.lvs.agent;

import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.kernel.Ledger;
import dev.lvs.agent.kernel.Missing;
import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.Outcome;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.plan.Desired;
import dev.lvs.agent.plan.Planner;
import dev.lvs.agent.source.PlanNews.Plan;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Carries out plans: looks at the kernel, compares, changes, and keeps what came of it. */
final class Rounds {
  private final NodeAccess node;
  private final Clock clock;
  private final Refusals refusals = new Refusals();
  private boolean announced;

  Rounds(NodeAccess node, Clock clock) {
    this.node = node;
    this.clock = clock;
  }

  /**
   * One round.
   *
   * @param fresh whether the plan is another than in the round before
   * @throws UnusablePlanException when the plan cannot be carried out by anybody
   */
  Round carryOut(Plan plan, boolean fresh) {
    long start = System.nanoTime();
    Kernel kernel = node.kernel();
    Ledger ledger = node.ledger();
    NodeFacts facts = kernel.facts();
    Desired desired = desired(plan, facts);
    KernelState observed = kernel.observe(sysctls(desired.state(), ledger.ownership()));
    Ownership owned = ledger.ownershipOf(observed);
    Diff diff = Diff.of(desired.state(), observed, owned, desired.adopted());
    if (fresh) {
      refusals.retryAll();
    }
    List<Change> due = refusals.due(diff.changes(), clock.instant());
    List<Outcome> outcomes = due.isEmpty() ? List.of() : kernel.apply(due, ledger);
    if (!due.isEmpty()) {
      refusals.learn(outcomes, clock.instant());
    }
    if (!announced) {
      announceWhatStood(kernel, owned, desired.state());
    }
    return new Round(
        plan,
        facts,
        missing(kernel, plan),
        desired,
        diff.foreign(),
        outcomes,
        refusals.standing(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  /** VIPs that an agent before this one added, perhaps killed before it could tell anybody. */
  private void announceWhatStood(Kernel kernel, Ownership owned, KernelState desired) {
    kernel.announce(owned.vips().stream().filter(vip -> desired.vips().contains(vip)).toList());
    announced = true;
  }

  /** What the node lacks for this plan: a real server does without IPVS. */
  private static List<Missing> missing(Kernel kernel, Plan plan) {
    List<Missing> missing = new ArrayList<>(kernel.missing());
    if (plan.spec().director() == null) {
      missing.remove(Missing.IP_VS);
    }
    return missing;
  }

  private static Desired desired(Plan plan, NodeFacts facts) {
    try {
      return Planner.plan(plan.spec(), facts);
    } catch (IllegalArgumentException e) {
      throw new UnusablePlanException(plan, e);
    }
  }

  private static Set<String> sysctls(KernelState desired, Ownership ours) {
    Set<String> paths = new HashSet<>(desired.sysctls().keySet());
    paths.addAll(ours.sysctls().keySet());
    return paths;
  }
}
