package dev.lvs.agent.kernel.nft;

import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.ObjectKind;

/** The agent's nftables table. */
public final class NftTable implements ObjectKind<PacketRules> {
  /** The one instance. */
  public static final NftTable KIND = new NftTable();

  private NftTable() {}

  @Override
  public KernelPart<PacketRules> open(KernelAccess access) {
    return new PacketTable(access.netfilter());
  }
}
