package dev.lvs.agent.plan;

import dev.lvs.agent.model.KernelFeature;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.network.Exclusions;
import dev.lvs.agent.plan.network.Network;
import dev.lvs.agent.plan.realserver.RealServerPlanner;
import dev.lvs.agent.situation.Situation;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.net.IpAddress;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Plans the desired state of one node. */
public final class Planner {
  private Planner() {}

  /** Returns what the kernel has to have for a plan, beyond what every plan needs. */
  public static Set<KernelFeature> needs(NodePlanSpec plan) {
    Set<KernelFeature> needs = EnumSet.noneOf(KernelFeature.class);
    needs.addAll(DirectorPlanner.needs(plan.director()));
    needs.addAll(RealServerPlanner.needs(plan.realServer()));
    return needs;
  }

  /**
   * The state that carries out a plan.
   *
   * <p>A node never hides a VIP of which it is a director: where it holds it, it answers for it,
   * and its own packets to the real server on the same node go the local way; where another
   * director holds it, packets that come from there would be balanced once more.
   *
   * @throws IllegalArgumentException when the plan is not one that the operator makes, e.g. has an
   *     address of IPv6 for a multicast group of IPv4; then there is no desired state, which is not
   *     an empty one
   */
  public static Desired plan(NodePlanSpec plan, Situation situation) {
    NodeFacts facts = situation.facts();
    DesiredDraft draft = new DesiredDraft();
    Network network = new Network(facts);
    DirectorPlanner director = new DirectorPlanner(plan.director(), situation, network, draft);
    director.plan();
    new RealServerPlanner(facts, network, draft).plan(plan.realServer(), vips(plan.director()));
    director.tellWhatIsNotFound();
    return draft.finish();
  }

  /** The same where nothing but the node is known. */
  public static Desired plan(NodePlanSpec plan, NodeFacts facts) {
    return plan(plan, Situation.of(facts));
  }

  /** Returns whether an address may be a VIP on a node at all, whatever a plan asks for. */
  public static Predicate<IpAddress> fit(NodeFacts facts) {
    Exclusions exclusions = new Network(facts).exclusions();
    return address -> exclusions.of(address).isEmpty();
  }

  private static Set<IpAddress> vips(DirectorPlan director) {
    return director.vips().stream().map(PlannedVip::address).collect(Collectors.toSet());
  }
}
