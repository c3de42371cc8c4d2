package dev.lvs.agent.xtables;

import dev.lvs.agent.model.FilterChain;
import dev.lvs.agent.model.FilterChain.Content;
import dev.lvs.agent.model.FilterChain.Decision;
import dev.lvs.agent.model.FilterChain.Hook;
import dev.lvs.agent.model.FilterChain.Policy;
import dev.lvs.agent.model.FilterChain.Tool;
import dev.lvs.net.AddressFamily;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A table of one family: its base chains ({@code struct ipt_getinfo} and {@code struct ipt_entry},
 * include/uapi/linux/netfilter_ipv4/ip_tables.h).
 *
 * <p>The chain of a hook is the entries from one offset to another, which has the policy.
 */
public record XtablesTable(AddressFamily family, String name) {
  private static final int VALID_HOOKS = 32;
  private static final int HOOK_ENTRY = 36;
  private static final int UNDERFLOW = 56;

  /** A target without a name has a verdict: minus one less what netfilter calls it. */
  private static final int ACCEPT = -2;

  private static final int DROP = -1;

  /** By the numbers of {@code enum nf_inet_hooks}. */
  private static final Hook[] HOOKS = {
    Hook.PREROUTING, Hook.INPUT, Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING
  };

  /**
   * The chains of the table.
   *
   * @param info what the kernel says of it
   * @param entries all of them
   * @throws IndexOutOfBoundsException when the one does not fit the other
   */
  public List<FilterChain> chains(ByteBuffer info, ByteBuffer entries) {
    XtablesRules rules = new XtablesRules(family, entries);
    List<FilterChain> chains = new ArrayList<>();
    for (int hook = 0; hook < HOOKS.length; hook++) {
      if ((info.getInt(VALID_HOOKS) & 1 << hook) != 0) {
        int first = info.getInt(HOOK_ENTRY + Integer.BYTES * hook);
        int policy = info.getInt(UNDERFLOW + Integer.BYTES * hook);
        boolean accepts = rules.verdict(policy).orElse(0) == ACCEPT;
        Content content =
            new Content(accepts ? Policy.ACCEPT : Policy.DROP, first != policy, List.of());
        chains.add(chain(HOOKS[hook], content).decidedBy(decisions(rules, first, policy)));
      }
    }
    return chains;
  }

  /** The chains of a table that cannot be read, as they are by its name. */
  public List<FilterChain> unread() {
    List<Hook> hooks =
        switch (name) {
          case "filter", "security" -> List.of(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT);
          case "raw" -> List.of(Hook.PREROUTING, Hook.OUTPUT);
          case "mangle" -> List.of(HOOKS);
          // its policies are not used to drop: it sees no more than the first packet
          default -> List.of();
        };
    return hooks.stream().map(hook -> chain(hook, Content.UNKNOWN)).toList();
  }

  private List<Decision> decisions(XtablesRules rules, int first, int policy) {
    List<Decision> decisions = new ArrayList<>();
    for (int at = first; at < policy; at = rules.next(at)) {
      int verdict = rules.rejects(at) ? DROP : rules.verdict(at).orElse(0);
      if (verdict == ACCEPT || verdict == DROP) {
        rules.packets(at).ifPresent(one -> decisions.add(new Decision(one, verdict == ACCEPT)));
      }
    }
    return decisions;
  }

  private FilterChain chain(Hook hook, Content content) {
    return new FilterChain(
        family == AddressFamily.IPV4 ? Tool.IPTABLES_LEGACY : Tool.IP6TABLES_LEGACY,
        name,
        hook.name().toUpperCase(Locale.ROOT),
        Set.of(family),
        hook,
        priority(hook),
        name.equals("nat"),
        content);
  }

  /** {@code enum nf_ip_hook_priorities}, include/uapi/linux/netfilter_ipv4.h. */
  private int priority(Hook hook) {
    return switch (name) {
      case "raw" -> -300;
      case "mangle" -> -150;
      case "nat" -> hook == Hook.PREROUTING || hook == Hook.OUTPUT ? -100 : 100;
      case "security" -> 50;
      default -> 0;
    };
  }
}
