package dev.lvs.agent.round;

import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.drain.DrainMemory;
import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.kernel.sysctl.NodeUse;
import dev.lvs.agent.ledger.Ledger;
import dev.lvs.agent.model.FilterChain;
import dev.lvs.agent.model.FilterChain.Hook;
import dev.lvs.agent.model.FilterChain.Tool;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Missing;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.plan.Planner;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.plan.firewall.Passage;
import dev.lvs.agent.plan.firewall.ProbePassage;
import dev.lvs.agent.situation.Counters;
import dev.lvs.agent.situation.Drains;
import dev.lvs.agent.situation.Holding;
import dev.lvs.agent.situation.Inputs;
import dev.lvs.agent.situation.Situation;
import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.agent.source.PlanNews.Removals;
import dev.lvs.net.IpAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Compares plans with the kernel in every round; unchanged input is not planned or compared again.
 */
final class Comparing {
  private final Planning planning;
  private final Diffing diffing = new Diffing();
  private final FormerSources former = new FormerSources(System::nanoTime);
  private final InstantSource clock;

  /**
   * @param planServers the addresses from which plans come
   * @param clock one that nobody sets
   */
  Comparing(Supplier<Set<IpAddress>> planServers, InstantSource clock) {
    this.planning = new Planning(planServers);
    this.clock = clock;
  }

  /** Takes note of changes that were made. */
  void learn(List<Outcome> outcomes) {
    diffing.learn(outcomes);
  }

  /** Returns what a round would do, where nothing but the plan is known. */
  Comparison compare(Plan plan, Kernel kernel, Ownership ours) {
    return compare(plan, Inputs.NONE, kernel, ours, _ -> ours, DrainMemory.none());
  }

  /**
   * The same, which also ends claims on what is not there any more, and remembers drains.
   *
   * @throws UnfitNodeException when the table may not even be looked at
   * @throws UnusablePlanException when the plan cannot be carried out by anybody
   */
  Comparison compare(Plan plan, Inputs inputs, NodeAccess node) {
    Ledger ledger = node.ledger();
    return compare(
        plan, inputs, node.kernel(), ledger.ownership(), ledger::ownershipOf, node.drains());
  }

  private Comparison compare(
      Plan plan,
      Inputs inputs,
      Kernel kernel,
      Ownership ours,
      Function<KernelState, Ownership> oursOf,
      DrainMemory memory) {
    List<Missing> missing = missing(plan, kernel);
    UnfitNodeException.unlessPrivileged(missing);
    NodeFacts facts = kernel.facts(Planner.needs(plan.spec())).knowing(ours.vips());
    Instant now = clock.instant();
    Drains drains = Draining.of(plan.spec(), inputs.orders(), ours, memory, now);
    Counters counters = new Counters(kernel.counters(drains.destinations()));
    Situation situation = new Situation(facts, inputs, drains, counters, now);
    Desired desired = planning.of(plan, situation, ours, kernel::connected);
    Set<String> sysctls = new HashSet<>(desired.state().sysctls().keySet());
    sysctls.addAll(ours.sysctls().keySet());
    sysctls.addAll(Diff.sysctlsFor(desired.state()));
    boolean table = ours.table() || !desired.state().rules().isEmpty();
    KernelState observed = observe(kernel, sysctls, table, desired, ours, facts);
    Ownership left = oursOf.apply(observed);
    if (!plan.isLast()) {
      desired = desired.with(former.with(desired.state(), observed, left, kernel::rewritten));
    }
    if (plan.removals() == Removals.NOT_YET) {
      Keeping keeping = new Keeping(plan.spec(), planning.fit(facts));
      desired = desired.with(keeping.with(desired.state(), observed, left));
    }
    List<FilterChain> chains = plan.isLast() || !isEmpty(plan) ? kernel.chains() : List.of();
    NodeUse use = new NodeUse(plan.isLast(), forwarder(chains));
    return new Comparison(
        missing,
        situation,
        desired,
        left,
        diffing
            .of(desired, observed, left, use)
            .announcing(heard(facts, situation.inputs().holding()))
            .beside(barriers(plan, chains)),
        observed.rules(),
        ProbePassage.barriers(plan.spec().director(), chains),
        planning.lingering());
  }

  /** A VIP that has a fence is announced by whoever opens its gate. */
  private static Predicate<Vip> heard(NodeFacts facts, Holding holding) {
    Set<String> listening =
        facts.interfaces().stream()
            .filter(Interface::speaksArp)
            .map(Interface::name)
            .collect(Collectors.toSet());
    return vip -> listening.contains(vip.device()) && !holding.fenced().contains(vip.address());
  }

  private static boolean isEmpty(Plan plan) {
    return plan.spec().holdsNothing();
  }

  private static List<Foreign> barriers(Plan plan, List<FilterChain> chains) {
    return Passage.barriers(plan.spec(), chains).stream()
        .<Foreign>map(Foreign.Filter::new)
        .toList();
  }

  /** Returns what is there only where packets are forwarded. */
  private static Optional<String> forwarder(List<FilterChain> chains) {
    return chains.stream()
        .filter(FilterChain::hasRules)
        .filter(
            chain ->
                chain.hook() == Hook.FORWARD
                    || (chain.translates() && chain.hook() == Hook.POSTROUTING))
        .map(chain -> (chain.tool() == Tool.NFT ? "nftables chain " : "chain ") + chain.title())
        .findFirst();
  }

  private static KernelState observe(
      Kernel kernel,
      Set<String> sysctls,
      boolean table,
      Desired desired,
      Ownership ours,
      NodeFacts facts) {
    boolean routes = !ours.routes().isEmpty();
    KernelState observed = kernel.observe(sysctls, table, routes);
    List<String> interfaces = facts.interfaces().stream().map(Interface::name).toList();
    // seldom, so that nobody reads the settings of hundreds of interfaces in every round
    return sysctls.addAll(Diff.sysctlsBeside(desired.state(), observed, ours, interfaces))
        ? kernel.observe(sysctls, table, routes)
        : observed;
  }

  /** A real server does without IPVS. */
  private static List<Missing> missing(Plan plan, Kernel kernel) {
    List<Missing> missing = new ArrayList<>(kernel.missing());
    if (plan.spec().director().holdsNothing()) {
      missing.remove(Missing.IP_VS);
    }
    return missing;
  }
}
