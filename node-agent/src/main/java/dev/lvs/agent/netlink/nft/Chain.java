package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.nft.Nftables.*;

import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.AttributeWriter;

/**
 * A base chain with policy accept ({@code nf_tables_fill_chain_info}).
 *
 * @param type filter or nat
 * @param hook NF_INET_*
 * @param priority the lower the earlier, negative too
 */
record Chain(String name, String type, int hook, int priority) {

  void write(AttributeWriter writer, String table) {
    writer
        .string(NFTA_CHAIN_TABLE, table)
        .string(NFTA_CHAIN_NAME, name)
        .string(NFTA_CHAIN_TYPE, type)
        .be32(NFTA_CHAIN_POLICY, NF_ACCEPT)
        .begin(NFTA_CHAIN_HOOK)
        .be32(NFTA_HOOK_HOOKNUM, hook)
        .be32(NFTA_HOOK_PRIORITY, Integer.toUnsignedLong(priority))
        .end();
  }

  /** Reads one; one that drops by policy has another type. */
  static Chain read(AttributeReader reply) {
    ReadChain read = ReadChain.of(reply);
    return new Chain(
        read.name(),
        read.policy() == NF_ACCEPT ? read.type() : read.type() + " drop",
        read.hook(),
        read.priority());
  }
}
