package dev.lvs.agent.plan;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.FormerVip;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * VIPs that keepalived put on an interface and the plan has no more. The agent never takes off what
 * it did not put on, and nobody else may have such a VIP before it is gone.
 */
final class FormerVips {
  private final NodeFacts facts;
  private final DesiredDraft draft;

  FormerVips(NodeFacts facts, DesiredDraft draft) {
    this.facts = facts;
    this.draft = draft;
  }

  /** Tells of each that stands where the node answers for it. */
  void tell(DirectorPlan plan) {
    Set<IpAddress> wanted =
        plan.vips().stream().map(PlannedVip::address).collect(Collectors.toSet());
    plan.formerVips().stream()
        .filter(former -> former.mode() == AnnouncementMode.VRRP)
        .filter(former -> !wanted.contains(former.address()))
        .forEach(this::tell);
  }

  private void tell(FormerVip former) {
    facts.interfaces().stream()
        .filter(Interface::speaksArp)
        .filter(
            one -> one.addresses().stream().anyMatch(it -> it.address().equals(former.address())))
        .findFirst()
        .ifPresent(
            one ->
                draft.obstacle(
                    List.of(new ResourceName("DirectorGroup", "", String.valueOf(former.name()))),
                    "let VIP " + former.address() + " go",
                    Reason.VIP_NOT_LET_GO,
                    "VIP %s of the group is on %s still, where this node answers for it, and its plan has it no more. keepalived takes it off once it has read its configuration anew; where it is not running, remove it: ip addr del %s/%d dev %s."
                        .formatted(
                            former.address(),
                            one.name(),
                            former.address(),
                            former.address().family().bits(),
                            one.name())));
  }
}
