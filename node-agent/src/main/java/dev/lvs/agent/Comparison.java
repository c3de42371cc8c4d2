package dev.lvs.agent;

import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.diff.Foreign;
import dev.lvs.agent.diff.NodeUse;
import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.kernel.Ledger;
import dev.lvs.agent.kernel.Missing;
import dev.lvs.agent.model.FilterChain;
import dev.lvs.agent.model.FilterChain.Hook;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.Purposes;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.plan.Desired;
import dev.lvs.agent.plan.Passage;
import dev.lvs.agent.plan.Planner;
import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A plan held to the kernel, with nothing changed.
 *
 * @param missing what the node lacks for this plan
 * @param ours what of the kernel's state is ours
 * @param present what our nftables table does
 */
public record Comparison(
    NodeFacts facts,
    List<Missing> missing,
    Desired desired,
    Ownership ours,
    Diff diff,
    PacketRules present) {
  public Comparison {
    missing = List.copyOf(missing);
  }

  /**
   * What a round would do, for whoever only looks.
   *
   * @param servers the addresses from which the plan comes
   * @throws UnfitNodeException when the table may not even be looked at
   * @throws UnusablePlanException when the plan cannot be carried out by anybody
   */
  public static Comparison of(Plan plan, Kernel kernel, Ownership ours, Set<IpAddress> servers) {
    return of(plan, kernel, new Planning(() -> servers), new Diffing(), ours, _ -> ours);
  }

  /** The same, which also ends claims on what is not there any more. */
  static Comparison of(
      Plan plan, Kernel kernel, Planning planning, Diffing diffing, Ledger ledger) {
    return of(plan, kernel, planning, diffing, ledger.ownership(), ledger::ownershipOf);
  }

  private static Comparison of(
      Plan plan,
      Kernel kernel,
      Planning planning,
      Diffing diffing,
      Ownership ours,
      Function<KernelState, Ownership> oursOf) {
    List<Missing> missing = missing(plan, kernel);
    UnfitNodeException.unlessPrivileged(missing);
    NodeFacts facts = kernel.facts(Planner.needs(plan.spec())).knowing(ours.vips());
    Desired desired = planning.of(plan, facts, ours, kernel::connected);
    Set<String> sysctls = new HashSet<>(desired.state().sysctls().keySet());
    sysctls.addAll(ours.sysctls().keySet());
    sysctls.addAll(Diff.sysctlsFor(desired.state()));
    boolean table = ours.table() || !desired.state().rules().isEmpty();
    KernelState observed = observe(kernel, sysctls, table, desired, ours, facts);
    Ownership left = oursOf.apply(observed);
    List<FilterChain> chains = plan.isLast() || !isEmpty(plan) ? kernel.chains() : List.of();
    NodeUse use = new NodeUse(plan.isLast(), forwarder(chains));
    return new Comparison(
        facts,
        missing,
        desired,
        left,
        diffing.of(desired, observed, left, use).beside(barriers(plan, chains)),
        observed.rules());
  }

  private static boolean isEmpty(Plan plan) {
    return plan.spec().director() == null && plan.spec().realServer() == null;
  }

  private static List<Foreign> barriers(Plan plan, List<FilterChain> chains) {
    return Passage.barriers(plan.spec(), chains).stream()
        .<Foreign>map(Foreign.Filter::new)
        .toList();
  }

  /** What is there only where packets are forwarded. */
  private static Optional<String> forwarder(List<FilterChain> chains) {
    return chains.stream()
        .filter(FilterChain::hasRules)
        .filter(
            chain ->
                chain.hook() == Hook.FORWARD
                    || (chain.translates() && chain.hook() == Hook.POSTROUTING))
        .map(chain -> "nftables chain " + chain.title())
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

  /** What VIPs are for, as far as it does not stand already. */
  Purposes pending() {
    return desired.purposes().given(present);
  }

  /** VIPs of ours that stood before the round, perhaps from an agent that was killed. */
  List<Vip> standingVips() {
    return ours.vips().stream()
        .filter(vip -> desired.state().vips().contains(vip))
        .filter(vip -> !diff.withheld().containsKey(vip))
        .toList();
  }

  /** A real server does without IPVS. */
  private static List<Missing> missing(Plan plan, Kernel kernel) {
    List<Missing> missing = new ArrayList<>(kernel.missing());
    if (plan.spec().director() == null) {
      missing.remove(Missing.IP_VS);
    }
    return missing;
  }
}
