package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.nft.Nftables.*;

import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.AttributeWriter;
import java.util.Optional;

/**
 * Hook of an interface at which packets pass the fence ({@code nft_netdev_hook_alloc}): ingress
 * behind taps of all protocols and before everything else, or egress (Linux 5.16), which packet
 * sockets pass too, with or without a queueing discipline ({@code packet_xmit}).
 *
 * @param device name of the interface
 */
public record FenceHook(String device, boolean egress) implements Comparable<FenceHook> {
  /** Before flow tables and whatever else uses the same hook. */
  static final int PRIORITY = -400;

  /** The chain of packets at this hook. */
  String chain() {
    return (egress ? "egress_" : "ingress_") + device;
  }

  @Override
  public int compareTo(FenceHook other) {
    return chain().compareTo(other.chain());
  }

  void write(AttributeWriter writer) {
    writer
        .string(NFTA_CHAIN_TABLE, FenceContent.TABLE)
        .string(NFTA_CHAIN_NAME, chain())
        .string(NFTA_CHAIN_TYPE, "filter")
        .be32(NFTA_CHAIN_POLICY, NF_ACCEPT)
        .begin(NFTA_CHAIN_HOOK)
        .be32(NFTA_HOOK_HOOKNUM, egress ? NF_NETDEV_EGRESS : NF_NETDEV_INGRESS)
        .be32(NFTA_HOOK_PRIORITY, Integer.toUnsignedLong(PRIORITY))
        .string(NFTA_HOOK_DEV, device)
        .end();
  }

  /**
   * Chain of the fence, as read.
   *
   * @param base whether it is one for packets at a hook
   * @param orphan whether it is, and its interface is gone
   * @param hook empty also where {@link #write} would make it otherwise
   */
  record Found(String name, boolean base, boolean orphan, Optional<FenceHook> hook) {}

  /** Reads a chain of any table of the family; empty for one of another table. */
  static Optional<Found> read(AttributeReader reply) {
    ReadChain read = ReadChain.of(reply);
    if (!read.table().equals(FenceContent.TABLE)) {
      return Optional.empty();
    }
    FenceHook passed = new FenceHook(read.device(), read.hook() == NF_NETDEV_EGRESS);
    boolean ours =
        read.isBase()
            && read.policy() == NF_ACCEPT
            && read.priority() == PRIORITY
            && passed.chain().equals(read.name());
    return Optional.of(
        new Found(
            read.name(),
            read.isBase(),
            read.isBase() && read.device().isEmpty(),
            Optional.of(passed).filter(_ -> ours)));
  }
}
