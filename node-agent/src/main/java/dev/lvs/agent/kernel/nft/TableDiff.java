package dev.lvs.agent.kernel.nft;

import dev.lvs.agent.kernel.nft.TableChange.DeleteTable;
import dev.lvs.agent.kernel.nft.TableChange.ReplaceTable;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Steps;

/**
 * Diff of the agent's nftables table, which is always replaced whole.
 *
 * <p>Elements that are no longer wanted stay in it until their VIPs and services are removed.
 */
public final class TableDiff {
  private final PacketRules wanted;
  private final PacketRules present;
  private final boolean ours;

  public TableDiff(KernelState desired, KernelState observed, Ownership owned) {
    this.wanted = desired.rules();
    this.present = observed.rules();
    this.ours = owned.table() || present.isEmpty();
  }

  /** Makes the table do all that is wanted, and what it did before. */
  public void extend(Steps steps) {
    if (!ours && !wanted.isEmpty()) {
      steps.leave(new Foreign.Table());
    }
    if (ours && !extended().equals(present)) {
      steps.add(new ReplaceTable(extended()));
    }
  }

  /** Makes it do no more than that. */
  public void trim(Steps steps) {
    if (ours && !wanted.equals(extended())) {
      steps.add(wanted.isEmpty() ? new DeleteTable() : new ReplaceTable(wanted));
    }
  }

  /** Without what does not belong there, unless there is nothing else. */
  private PacketRules extended() {
    PacketRules both = wanted.and(present);
    return both.isEmpty() ? present : both;
  }
}
