package dev.lvs.agent.plan.network;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.api.v1alpha1.ResourceName;
import java.util.Collection;

/**
 * Sets loose rp_filter for IPv4 packets whose senders are routed by another interface ({@code
 * __fib_validate_source}, net/ipv4/fib_frontend.c).
 *
 * <p>Strict filtering (1) drops them, while loose (2) does not: the larger of conf/all and of the
 * interface's own counts, so that 2 on the interface is enough.
 */
public final class LooseFilter {
  private static final int STRICT = 1;
  private static final int LOOSE = 2;

  private final NodeFacts facts;
  private final DesiredDraft draft;

  public LooseFilter(NodeFacts facts, DesiredDraft draft) {
    this.facts = facts;
    this.draft = draft;
  }

  /** Has interfaces filter no more than loosely. */
  public void admit(Collection<Interface> inward, Collection<ResourceName> sources) {
    for (Interface device : inward) {
      int filter = device.conf().rpFilter();
      // wanted also where it is so already, or the next round would put it back
      if (filter == LOOSE || Math.max(filter, facts.all().rpFilter()) == STRICT) {
        draft.sysctl(
            "net/ipv4/conf/" + device.name() + "/rp_filter", String.valueOf(LOOSE), sources);
      }
    }
  }
}
