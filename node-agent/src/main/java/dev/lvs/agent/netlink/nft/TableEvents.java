package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.nft.Nftables.NFNL_SUBSYS_NFTABLES;
import static dev.lvs.agent.netlink.nft.Nftables.NFPROTO_INET;
import static dev.lvs.agent.netlink.nft.Nftables.NFTA_TABLE_NAME;

import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.netlink.AttributeReader;

/**
 * Filters the nf_tables events of the agent's table ({@code nf_tables_table_notify} and its like,
 * net/netfilter/nf_tables_api.c): the table, and chains, rules, sets and elements in it. kube-proxy
 * alone changes other tables many times a second.
 */
public final class TableEvents {
  private static final int NFNLGRP_NFTABLES = 7;

  private TableEvents() {}

  /**
   * The groups to join, which loads the module nf_tables where it is not there ({@code
   * nfnetlink_bind}, net/netfilter/nfnetlink.c).
   */
  public static int[] groups() {
    return new int[] {NFNLGRP_NFTABLES};
  }

  /** Returns whether a message is about our table. */
  public static boolean matter(int type, AttributeReader payload) {
    if (type >> Byte.SIZE != NFNL_SUBSYS_NFTABLES || payload.fixedU8() != NFPROTO_INET) {
      return false;
    }
    payload.fixedU8(); // version
    payload.fixedU16(); // resource id
    while (payload.next()) {
      // the name of the table has the same number in whatever is in it
      if (payload.type() == NFTA_TABLE_NAME) {
        return payload.string().equals(PacketRules.TABLE);
      }
    }
    return false;
  }
}
