package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.nft.Nftables.*;

import dev.lvs.agent.netlink.AttributeReader;

/**
 * Attributes of a chain as the kernel lists it ({@code nf_tables_fill_chain_info}).
 *
 * @param type filter, nat or route; empty for a chain that only others jump to
 * @param policy NF_*, of a chain at a hook
 * @param rules how many rules and jumps use it
 * @param hook NF_INET_* or NF_NETDEV_*; -1 for a chain that only others jump to
 * @param priority the lower the earlier, negative too
 * @param device interface of a chain of family netdev; empty where it is gone
 */
record ReadChain(
    String table,
    String name,
    String type,
    long policy,
    long rules,
    int hook,
    int priority,
    String device) {

  /** Reads one, without the {@code struct nfgenmsg} before it. */
  static ReadChain of(AttributeReader reply) {
    String table = "";
    String name = "";
    String type = "";
    String device = "";
    int hook = -1;
    int priority = 0;
    long policy = NF_ACCEPT;
    long rules = 0;
    while (reply.next()) {
      switch (reply.type()) {
        case NFTA_CHAIN_TABLE -> table = reply.string();
        case NFTA_CHAIN_NAME -> name = reply.string();
        case NFTA_CHAIN_TYPE -> type = reply.string();
        case NFTA_CHAIN_POLICY -> policy = reply.be32();
        case NFTA_CHAIN_USE -> rules = reply.be32();
        case NFTA_CHAIN_HOOK -> {
          reply.enter();
          while (reply.next()) {
            switch (reply.type()) {
              case NFTA_HOOK_HOOKNUM -> hook = (int) reply.be32();
              case NFTA_HOOK_PRIORITY -> priority = (int) reply.be32();
              case NFTA_HOOK_DEV -> device = reply.string();
              default -> {}
            }
          }
          reply.leave();
        }
        default -> {}
      }
    }
    return new ReadChain(table, name, type, policy, rules, hook, priority, device);
  }

  /** Returns whether packets pass it by themselves. */
  boolean isBase() {
    return hook >= 0;
  }
}
