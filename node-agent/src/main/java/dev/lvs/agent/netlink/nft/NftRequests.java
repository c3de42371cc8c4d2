package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.Netlink.NLM_F_APPEND;
import static dev.lvs.agent.netlink.Netlink.NLM_F_CREATE;
import static dev.lvs.agent.netlink.nft.Nftables.*;

import dev.lvs.agent.model.FilterChain;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.agent.netlink.Message;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Requests to nf_tables for the agent's table. */
public final class NftRequests {
  /** Elements of one message: their list has to fit 64 KiB, with up to 172 bytes for one. */
  private static final int ELEMENTS = 300;

  private static final VipPorts ANY = new VipPorts(IpAddress.ipv4(0), Protocol.TCP, 0, 0xffff);

  private NftRequests() {}

  /**
   * Puts the table in the place of the one that is there, if any; a batch, to be carried out as
   * one.
   */
  public static List<Message> replace(PacketRules wanted) {
    Table table = Table.of(wanted);
    List<Message> batch = new ArrayList<>();
    batch.add(frame(NFNL_MSG_BATCH_BEGIN));
    // so that there is one to delete
    batch.add(newTable());
    batch.add(deleteTable());
    batch.add(newTable());
    int id = 0;
    for (PortSet set : table.sets()) {
      int number = ++id;
      batch.add(
          message(
              NFT_MSG_NEWSET,
              NLM_F_CREATE,
              writer -> set.write(writer, PacketRules.TABLE, number)));
      List<Element> elements = table.elements(set);
      for (int from = 0; from < elements.size(); from += ELEMENTS) {
        batch.add(
            newElements(set, elements.subList(from, Math.min(from + ELEMENTS, elements.size()))));
      }
    }
    for (Chain chain : table.chains()) {
      batch.add(
          message(
              NFT_MSG_NEWCHAIN, NLM_F_CREATE, writer -> chain.write(writer, PacketRules.TABLE)));
    }
    for (Rule rule : table.rules()) {
      batch.add(
          message(
              NFT_MSG_NEWRULE,
              NLM_F_CREATE | NLM_F_APPEND,
              writer -> rule.write(writer, PacketRules.TABLE)));
    }
    batch.add(frame(NFNL_MSG_BATCH_END));
    return batch;
  }

  /**
   * A table that lowers segment sizes, without the end that would have it carried out: the kernel
   * looks at every message, and drops them all ({@code nfnetlink_rcv_batch}).
   */
  public static List<Message> rehearsal() {
    return withoutEnd(PacketRules.NONE.withSegmentSizes(Map.of(ANY, 1)));
  }

  /** The same with a table that uses zones of conntrack. */
  public static List<Message> rehearsalOfZones() {
    return withoutEnd(PacketRules.NONE.withOneWay(Set.of(ANY)));
  }

  private static List<Message> withoutEnd(PacketRules rules) {
    List<Message> batch = replace(rules);
    return batch.subList(0, batch.size() - 1);
  }

  /** Deletes the table with all that is in it; a batch. */
  public static List<Message> delete() {
    return List.of(frame(NFNL_MSG_BATCH_BEGIN), deleteTable(), frame(NFNL_MSG_BATCH_END));
  }

  /** Asks for a number that changes with every change of any table; a query. */
  public static Message getGeneration() {
    return message(NFT_MSG_GETGEN, 0, NFPROTO_UNSPEC, _ -> {});
  }

  /** Asks for the table; a query. */
  static Message getTable() {
    return message(
        NFT_MSG_GETTABLE, 0, writer -> writer.string(NFTA_TABLE_NAME, PacketRules.TABLE));
  }

  /** Asks for a chain of the table; a query. */
  static Message getChain(String name) {
    return message(
        NFT_MSG_GETCHAIN,
        0,
        writer -> writer.string(NFTA_CHAIN_TABLE, PacketRules.TABLE).string(NFTA_CHAIN_NAME, name));
  }

  /** Asks for every chain of every table; a dump. */
  static Message getChains() {
    return message(NFT_MSG_GETCHAIN, 0, NFPROTO_UNSPEC, _ -> {});
  }

  /** Asks for every rule of the table; a dump. */
  static Message getRules() {
    return message(NFT_MSG_GETRULE, 0, writer -> writer.string(NFTA_RULE_TABLE, PacketRules.TABLE));
  }

  /** Asks for every rule of a chain of others; a dump. */
  static Message getRules(FilterChain chain) {
    String[] table = chain.table().split(" ", 2);
    return message(
        NFT_MSG_GETRULE,
        0,
        HookedChain.family(table[0]),
        writer -> writer.string(NFTA_RULE_TABLE, table[1]).string(NFTA_RULE_CHAIN, chain.name()));
  }

  /** Asks for every set of the table; a dump. */
  static Message getSets() {
    return message(NFT_MSG_GETSET, 0, writer -> writer.string(NFTA_SET_TABLE, PacketRules.TABLE));
  }

  /** Asks for every element of a set; a dump. */
  static Message getElements(String set) {
    return message(NFT_MSG_GETSETELEM, 0, writer -> elementList(writer, set));
  }

  private static Message newTable() {
    return message(
        NFT_MSG_NEWTABLE,
        NLM_F_CREATE,
        writer -> writer.string(NFTA_TABLE_NAME, PacketRules.TABLE).be32(NFTA_TABLE_FLAGS, 0));
  }

  private static Message deleteTable() {
    return message(
        NFT_MSG_DELTABLE, 0, writer -> writer.string(NFTA_TABLE_NAME, PacketRules.TABLE));
  }

  private static Message newElements(PortSet set, List<Element> elements) {
    return message(
        NFT_MSG_NEWSETELEM,
        NLM_F_CREATE,
        writer -> {
          elementList(writer, set.name()).begin(NFTA_SET_ELEM_LIST_ELEMENTS);
          elements.forEach(element -> element.write(writer));
          writer.end();
        });
  }

  private static AttributeWriter elementList(AttributeWriter writer, String set) {
    return writer
        .string(NFTA_SET_ELEM_LIST_TABLE, PacketRules.TABLE)
        .string(NFTA_SET_ELEM_LIST_SET, set);
  }

  private static Message message(int command, int flags, Message.Payload payload) {
    return message(command, flags, NFPROTO_INET, payload);
  }

  /** With {@code struct nfgenmsg}, whose resource id is nothing here. */
  static Message message(int command, int flags, int family, Message.Payload payload) {
    return new Message(
        NFNL_SUBSYS_NFTABLES << 8 | command,
        flags,
        writer -> payload.writeTo(writer.fixedU8(family).fixedU8(NFNETLINK_V0).fixedU16(0)));
  }

  /** The begin or end of a batch: the resource id, in network order, is the subsystem. */
  static Message frame(int type) {
    return new Message(
        type,
        0,
        writer ->
            writer
                .fixedU8(NFPROTO_UNSPEC)
                .fixedU8(NFNETLINK_V0)
                .fixedU8(0)
                .fixedU8(NFNL_SUBSYS_NFTABLES));
  }
}
