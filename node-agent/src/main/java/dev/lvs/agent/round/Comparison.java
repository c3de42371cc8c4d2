package dev.lvs.agent.round;

import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.model.Barrier;
import dev.lvs.agent.model.Missing;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.Purposes;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.retry.SteadyClock;
import dev.lvs.agent.situation.Situation;
import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.api.v1alpha1.LingeringVip;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Set;

/**
 * Result of comparing a plan with the kernel, before any change.
 *
 * @param missing features that the node lacks for this plan
 * @param situation inputs of the decision beside the plan
 * @param ours the objects of the kernel's state that the agent owns
 * @param present content of the agent's nftables table
 * @param barriers chains that may drop the answers to forwarded probes
 * @param lingering hidden VIPs that are desired only for open connections
 */
public record Comparison(
    List<Missing> missing,
    Situation situation,
    Desired desired,
    Ownership ours,
    Diff diff,
    PacketRules present,
    List<Barrier> barriers,
    List<LingeringVip> lingering) {
  public Comparison {
    missing = List.copyOf(missing);
    barriers = List.copyOf(barriers);
    lingering = List.copyOf(lingering);
  }

  /**
   * Returns what a round would do, for whoever only looks.
   *
   * @param servers the addresses from which the plan comes
   * @throws UnfitNodeException when the table may not even be looked at
   * @throws UnusablePlanException when the plan cannot be carried out by anybody
   */
  public static Comparison of(Plan plan, Kernel kernel, Ownership ours, Set<IpAddress> servers) {
    return new Comparing(() -> servers, SteadyClock.STEADY).compare(plan, kernel, ours);
  }

  /** Returns what the node is. */
  public NodeFacts facts() {
    return situation.facts();
  }

  /** Returns whether somebody is drained who stands yet. */
  public boolean isDraining() {
    return situation.drains().byService().entrySet().stream()
        .anyMatch(
            its -> {
              VirtualServer server = desired.state().services().get(its.getKey());
              return server != null
                  && its.getValue().keySet().stream().anyMatch(server.destinations()::containsKey);
            });
  }

  /** Returns whether our nftables table is there, or is to be. */
  public boolean hasTable() {
    return ours.table() || !desired.state().rules().isEmpty();
  }

  /** Returns what VIPs are for, as far as it does not stand already. */
  Purposes pending() {
    return desired.purposes().given(present);
  }

  /**
   * VIPs of ours that stood before the round, perhaps from an agent that was killed, and that
   * neighbours are to know here.
   */
  List<Vip> standingVips() {
    return ours.vips().stream()
        .filter(vip -> desired.state().vips().contains(vip))
        .filter(vip -> !situation.inputs().holding().fenced().contains(vip.address()))
        .filter(vip -> !diff.withheld().containsKey(vip))
        .toList();
  }
}
