package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.nft.Nftables.*;

import dev.lvs.agent.model.FilterChain;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Answer.Accepted;
import dev.lvs.agent.netlink.Answer.Refused;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.netlink.Visitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads the agent's table whole, by one dump for each kind of object in it, and of other tables the
 * base chains that packets traverse.
 */
public final class TableReader {
  private static final String OURS = "inet " + PacketRules.TABLE;

  private final Exchange exchange;

  public TableReader(Exchange exchange) {
    this.exchange = exchange;
  }

  /**
   * The number of the last change of any table; empty where the kernel has no nf_tables.
   *
   * @throws TransportException when the kernel does not answer
   */
  public Optional<Long> generation() {
    List<Long> generation = new ArrayList<>(1);
    Answer answer =
        exchange.query(
            NftRequests.getGeneration(),
            (_, reply) -> generation.add(number(header(reply), NFTA_GEN_ID)));
    // how nfnetlink_rcv_msg says that it has no such subsystem
    if (answer instanceof Refused(var errno, var _) && errno.equals(Errno.EINVAL)) {
      return Optional.empty();
    }
    check("the generation of nf_tables", answer);
    return Optional.of(generation.getFirst());
  }

  /**
   * Returns what the table does to packets; nothing where there is none.
   *
   * @throws TransportException when the kernel does not answer
   */
  public PacketRules read() {
    Optional<Long> size = one(NftRequests.getTable(), reply -> number(reply, NFTA_TABLE_USE));
    if (size.isEmpty()) {
      return PacketRules.NONE;
    }
    Table table = new Table();
    for (Part part : Part.values()) {
      one(NftRequests.getChain(part.chain().name()), Chain::read).ifPresent(table::add);
    }
    all(NftRequests.getRules(), Rule::read).forEach(table::add);
    List<PortSet> sets = all(NftRequests.getSets(), PortSet::read);
    for (PortSet set : sets) {
      table.add(set);
      all(NftRequests.getElements(set.name()), TableReader::elements)
          .forEach(list -> list.forEach(element -> table.add(set.name(), element)));
    }
    return table.meaning(size.get());
  }

  /**
   * The chains of all tables that packets pass, but for those of ours.
   *
   * @throws TransportException when the kernel does not answer
   */
  public List<FilterChain> others() {
    List<FilterChain> found = new ArrayList<>();
    Answer answer =
        exchange.dump(
            NftRequests.getChains(),
            new Visitor() {
              @Override
              public void restart() {
                found.clear();
              }

              @Override
              public void visit(int type, AttributeReader reply) {
                HookedChain.read(reply)
                    .filter(one -> !one.table().equals(OURS))
                    .ifPresent(found::add);
              }
            });
    check("the chains of nf_tables", answer);
    return found.stream()
        .map(
            chain ->
                chain.hasRules() && !chain.translates() ? chain.decidedBy(decisions(chain)) : chain)
        .toList();
  }

  /** Returns the rules of a chain that decide by addresses, protocol and ports alone. */
  private List<FilterChain.Decision> decisions(FilterChain chain) {
    return all(NftRequests.getRules(chain), DecidingRule::read).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  static List<Element> elements(AttributeReader reply) {
    List<Element> elements = new ArrayList<>();
    while (reply.next()) {
      if (reply.type() == NFTA_SET_ELEM_LIST_ELEMENTS) {
        reply.enter();
        while (reply.next()) {
          reply.enter();
          elements.add(Element.read(reply));
          reply.leave();
        }
        reply.leave();
      }
    }
    return elements;
  }

  /** One thing, empty where it is not there. */
  <T> Optional<T> one(Message question, Function<AttributeReader, T> read) {
    List<T> found = new ArrayList<>(1);
    Answer answer = exchange.query(question, (_, reply) -> found.add(read.apply(header(reply))));
    if (answer instanceof Refused(var errno, var _) && errno.equals(Errno.ENOENT)) {
      return Optional.empty();
    }
    check("our nftables table", answer);
    return Optional.of(found.getFirst());
  }

  /** All of a kind; none where the table went away in the meantime. */
  <T> List<T> all(Message question, Function<AttributeReader, T> read) {
    List<T> found = new ArrayList<>();
    Consumer<AttributeReader> take = reply -> found.add(read.apply(header(reply)));
    Answer answer =
        exchange.dump(
            question,
            new Visitor() {
              @Override
              public void restart() {
                found.clear();
              }

              @Override
              public void visit(int type, AttributeReader reply) {
                take.accept(reply);
              }
            });
    if (!(answer instanceof Refused(var errno, var _) && errno.equals(Errno.ENOENT))) {
      check("our nftables table", answer);
    }
    return found;
  }

  /** Behind {@code struct nfgenmsg}. */
  private static AttributeReader header(AttributeReader reply) {
    reply.fixedU32();
    return reply;
  }

  private static long number(AttributeReader reply, int type) {
    long number = 0;
    while (reply.next()) {
      if (reply.type() == type) {
        number = reply.be32();
      }
    }
    return number;
  }

  private static void check(String what, Answer answer) {
    switch (answer) {
      case Accepted() -> {}
      case Refused(var errno, var _) -> throw new TransportException("read " + what, errno);
      case Answer.Unknown(var loss) ->
          throw new TransportException("read " + what + ": the answer was lost, " + loss);
    }
  }
}
