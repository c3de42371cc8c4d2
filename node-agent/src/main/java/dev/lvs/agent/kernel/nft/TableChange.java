package dev.lvs.agent.kernel.nft;

import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.object.Claim;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.agent.object.Outcomes;
import dev.lvs.agent.object.OwningChange;
import java.util.Set;

/** A change of the agent's nftables table. */
public sealed interface TableChange extends OwningChange {

  /** Puts the agent's nftables table in the place of the one that is there, in one transaction. */
  record ReplaceTable(PacketRules rules) implements TableChange {}

  record DeleteTable() implements TableChange {}

  @Override
  default ObjectKind<?> kind() {
    return NftTable.KIND;
  }

  @Override
  default Claim claim() {
    return new Claim.Table();
  }

  @Override
  default boolean isEnd() {
    return this instanceof DeleteTable;
  }

  @Override
  default Object subject() {
    return PacketRules.TABLE;
  }

  @Override
  default String title() {
    return (this instanceof DeleteTable ? "delete" : "write")
        + " nftables table inet "
        + PacketRules.TABLE;
  }

  @Override
  default String adminLine() {
    return switch (this) {
      case ReplaceTable(var rules) -> RulesText.replace(rules);
      case DeleteTable() -> "nft delete table inet " + PacketRules.TABLE;
    };
  }

  @Override
  default String suspects() {
    return "a firewall that flushes the whole ruleset";
  }

  @Override
  default Set<Errno> done() {
    return this instanceof DeleteTable ? Set.of(Errno.ENOENT) : Set.of();
  }

  @Override
  default String reason(String errno) {
    return this instanceof ReplaceTable ? tableReason(errno) : Outcomes.UNEXPECTED;
  }

  private static String tableReason(String errno) {
    return switch (errno) {
      case "EOPNOTSUPP", "ENOENT" ->
          "its nf_tables is missing, or lacks family inet, sets of ranges (Linux 5.6) or one of the"
              + " expressions; load the modules nf_tables, nft_ct, nft_nat, nft_masq (modprobe)";
      case "EEXIST", "ENOTEMPTY" ->
          "ports in it overlap, and the kernel takes all of a table or nothing of it, so that"
              + " marks, FULLNAT and segment sizes of every service on this node stay as they were;"
              + " this is a mistake of lvs-operator, please report it with the NodePlan";
      default -> Outcomes.UNEXPECTED;
    };
  }
}
