package dev.lvs.agent.kernel.nft;

import dev.lvs.agent.kernel.nft.TableChange.DeleteTable;
import dev.lvs.agent.kernel.nft.TableChange.ReplaceTable;
import dev.lvs.agent.model.Missing;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Answer.Refused;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.Netfilter;
import dev.lvs.agent.netlink.nft.NftRequests;
import dev.lvs.agent.netlink.nft.TableReader;
import dev.lvs.agent.object.Asked;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The agent's nftables table. */
public final class PacketTable implements KernelPart<PacketRules> {
  private final Netfilter netfilter;

  /** Rules that were read last, and the time of that. */
  private PacketRules known = PacketRules.NONE;

  private Optional<Long> knownAt = Optional.empty();

  public PacketTable(Netfilter netfilter) {
    this.netfilter = netfilter;
  }

  @Override
  public PacketRules observe(Asked asked) {
    return asked.table() ? read() : PacketRules.NONE;
  }

  /**
   * Returns whether the kernel takes a table like ours, as far as it answers; nothing is changed.
   */
  public boolean isUsable() {
    return takes(NftRequests.rehearsal());
  }

  /** Returns whether it also takes one that puts packets into zones of conntrack. */
  public boolean hasZones() {
    return takes(NftRequests.rehearsalOfZones());
  }

  private boolean takes(List<Message> rehearsal) {
    return netfilter
        .exchange()
        .map(exchange -> !(exchange.transact(rehearsal) instanceof Refused))
        .orElse(false);
  }

  /** Returns what the table does to packets; nothing where there is none, or no nf_tables. */
  public PacketRules read() {
    Optional<Exchange> exchange = netfilter.exchange();
    if (exchange.isEmpty()) {
      return PacketRules.NONE;
    }
    TableReader reader = new TableReader(exchange.get());
    Optional<Long> generation = reader.generation();
    if (generation.isEmpty()) {
      return PacketRules.NONE;
    }
    // asked for before the table is read: what changes meanwhile is seen the next time
    if (!generation.equals(knownAt)) {
      known = reader.read();
      knownAt = generation;
    }
    return known;
  }

  @Override
  public List<Outcome> apply(List<Change> changes, Supplier<Ownership> owned) {
    List<Outcome> outcomes = new ArrayList<>();
    for (TableChange change : KernelPart.all(TableChange.class, changes)) {
      outcomes.add(
          netfilter
              .exchange()
              .map(exchange -> Outcomes.of(change, answer(change, exchange)))
              .orElseGet(() -> without(change)));
    }
    return outcomes;
  }

  private static Answer answer(TableChange change, Exchange exchange) {
    return exchange.transact(
        switch (change) {
          case ReplaceTable(var rules) -> NftRequests.replace(rules);
          case DeleteTable() -> NftRequests.delete();
        });
  }

  private static Outcome without(TableChange change) {
    return change instanceof DeleteTable
        ? new Outcome.AlreadySo(change)
        : Outcomes.refused(change, Missing.NF_TABLES.name(), Missing.NF_TABLES.message());
  }
}
