package dev.lvs.agent.kernel;

import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.Change.DeleteTable;
import dev.lvs.agent.model.Change.ReplaceTable;
import dev.lvs.agent.model.Outcome;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Answer.Refused;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.netlink.nft.NftRequests;
import dev.lvs.agent.netlink.nft.TableReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Our nftables table. The way to nf_tables is opened when it is first needed, since that makes the
 * kernel load its module.
 */
final class PacketTable implements AutoCloseable {
  private final Supplier<Exchange> open;
  private Optional<Exchange> exchange = Optional.empty();

  /** What was read last, and when. */
  private PacketRules known = PacketRules.NONE;

  private Optional<Long> knownAt = Optional.empty();

  PacketTable(Supplier<Exchange> open) {
    this.open = open;
  }

  /** Whether the kernel takes a table like ours, as far as it answers; nothing is changed. */
  boolean isUsable() {
    return exchange()
        .map(netfilter -> !(netfilter.transact(NftRequests.rehearsal()) instanceof Refused))
        .orElse(false);
  }

  /** What the table does to packets; nothing where there is none, or no nf_tables. */
  PacketRules read() {
    Optional<Exchange> netfilter = exchange();
    if (netfilter.isEmpty()) {
      return PacketRules.NONE;
    }
    TableReader reader = new TableReader(netfilter.get());
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

  List<Outcome> apply(List<Change> changes, Verdicts verdicts) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Change change : changes) {
      Optional<Exchange> netfilter = exchange();
      outcomes.add(
          netfilter.isPresent()
              ? verdicts.of(change, answer(change, netfilter.get()))
              : without(change));
    }
    return outcomes;
  }

  private static Answer answer(Change change, Exchange netfilter) {
    return netfilter.transact(
        switch (change) {
          case ReplaceTable(var rules) -> NftRequests.replace(rules);
          case DeleteTable() -> NftRequests.delete();
          default -> throw new IllegalArgumentException("not about the table: " + change);
        });
  }

  private static Outcome without(Change change) {
    return change instanceof DeleteTable
        ? new Outcome.AlreadySo(change)
        : Verdicts.refused(change, Missing.NF_TABLES.name(), Missing.NF_TABLES.message());
  }

  @Override
  public void close() {
    exchange.ifPresent(Exchange::close);
  }

  /** Empty where the kernel has not even the netlink of netfilter. */
  private Optional<Exchange> exchange() {
    if (exchange.isEmpty()) {
      try {
        exchange = Optional.of(open.get());
      } catch (TransportException e) {
        if (!e.isFor(Errno.EPROTONOSUPPORT)) {
          throw e;
        }
      }
    }
    return exchange;
  }
}
