package dev.lvs.agent.model;

import dev.lvs.net.AddressFamily;
import java.util.Set;

/**
 * A chain of nf_tables that packets of this node pass, whoever made it; those of iptables-nft are
 * among them.
 *
 * @param table with its family, e.g. {@code ip filter}
 * @param families of the packets that pass it
 * @param priority the lower the earlier, negative too
 * @param translates whether it is of type nat
 * @param drops whether its policy drops what no rule accepts
 * @param hasRules whether there is any
 */
public record FilterChain(
    String table,
    String name,
    Set<AddressFamily> families,
    Hook hook,
    int priority,
    boolean translates,
    boolean drops,
    boolean hasRules) {
  /** Where packets pass it. */
  public enum Hook {
    PREROUTING,
    INPUT,
    FORWARD,
    OUTPUT,
    POSTROUTING
  }

  public FilterChain {
    families = Set.copyOf(families);
  }

  /** As nft names it. */
  public String title() {
    return table + " " + name;
  }
}
