package dev.lvs.agent.model;

import dev.lvs.net.AddressFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A base chain that packets of this node traverse, whichever program made it: of nf_tables, those
 * of iptables-nft among them, or of x_tables, which iptables-legacy makes.
 *
 * @param tool the program that shows and changes it
 * @param table e.g. {@code ip filter} of nf_tables, {@code filter} of x_tables
 * @param families of the packets that pass it
 * @param priority the lower the earlier, negative too
 * @param translates whether it is of type nat
 * @param content effect that it has on them
 */
public record FilterChain(
    Tool tool,
    String table,
    String name,
    Set<AddressFamily> families,
    Hook hook,
    int priority,
    boolean translates,
    Content content) {
  /** Netfilter hook at which packets traverse it. */
  public enum Hook {
    PREROUTING,
    INPUT,
    FORWARD,
    OUTPUT,
    POSTROUTING
  }

  /** Programs that manage chains, by their commands. */
  public enum Tool {
    NFT("nft"),
    IPTABLES_LEGACY("iptables-legacy"),
    IP6TABLES_LEGACY("ip6tables-legacy");

    private final String command;

    Tool(String command) {
      this.command = command;
    }

    public String command() {
      return command;
    }
  }

  /** Policy of a base chain: the verdict on a packet that no rule decides on. */
  public enum Policy {
    ACCEPT,
    DROP,
    /** The chain could not be read. */
    UNKNOWN
  }

  /**
   * The policy and the rules of a chain.
   *
   * @param hasRules whether there is any; false where that is not known
   * @param decisions of single rules, whatever the others do, in their order; not all there are
   */
  public record Content(Policy policy, boolean hasRules, List<Decision> decisions) {
    public static final Content UNKNOWN = new Content(Policy.UNKNOWN, false, List.of());

    public Content {
      decisions = List.copyOf(decisions);
    }
  }

  /**
   * A rule that decides by addresses, protocol and ports alone.
   *
   * @param accepts otherwise it drops or rejects them
   */
  public record Decision(Packets packets, boolean accepts) {}

  public FilterChain {
    families = Set.copyOf(families);
  }

  /** As {@link #tool} names it. */
  public String title() {
    return tool == Tool.NFT ? table + " " + name : tool.command() + " -t " + table + " " + name;
  }

  /** Returns whether it may drop what no rule accepts. */
  public boolean mayDrop() {
    return content.policy() != Policy.ACCEPT;
  }

  /** Returns whether everything passes, as far as it is known. */
  public boolean isOpen() {
    return !mayDrop() && content.decisions().stream().allMatch(Decision::accepts);
  }

  public boolean isKnown() {
    return content.policy() != Policy.UNKNOWN;
  }

  public boolean hasRules() {
    return content.hasRules();
  }

  /** Returns whether a rule accepts packets that come so far. */
  public boolean accepts(Packets packets) {
    return decision(packets).filter(Decision::accepts).isPresent();
  }

  /** Returns whether packets that no other rule decides on pass, as far as it is known. */
  public boolean passes(Packets packets) {
    return decision(packets).map(Decision::accepts).orElse(!mayDrop());
  }

  private Optional<Decision> decision(Packets packets) {
    return content.decisions().stream().filter(one -> one.packets().cover(packets)).findFirst();
  }

  /**
   * The same chain where rules of it are known, in their order. One about all packets decides in
   * place of the policy.
   */
  public FilterChain decidedBy(List<Decision> rules) {
    List<Decision> decisions = new ArrayList<>();
    Policy policy = content.policy();
    for (Decision rule : rules) {
      boolean isLast = rule.packets().equals(Packets.ANY);
      if (rule.accepts() || !isLast) {
        decisions.add(rule);
      } else {
        policy = Policy.DROP;
      }
      if (isLast) {
        break;
      }
    }
    return new FilterChain(
        tool,
        table,
        name,
        families,
        hook,
        priority,
        translates,
        new Content(policy, content.hasRules(), decisions));
  }
}
