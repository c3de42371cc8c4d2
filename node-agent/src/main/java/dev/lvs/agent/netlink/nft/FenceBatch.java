package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.Netlink.NLM_F_APPEND;
import static dev.lvs.agent.netlink.Netlink.NLM_F_CREATE;
import static dev.lvs.agent.netlink.nft.Nftables.*;

import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.agent.netlink.Message;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes of the fence that the kernel takes or refuses as one, in their order. */
public final class FenceBatch {
  /** Elements of one message: their list has to fit 64 KiB, with up to 200 bytes for one. */
  private static final int ELEMENTS = 250;

  /** Numbers that nft has for types, which the kernel only keeps. */
  private static final int TYPE_IPADDR = 7;

  private static final int TYPE_IP6ADDR = 8;
  private static final int TYPE_ARPHRD = 21;

  /** Writes the element of an address for one direction. */
  private interface ElementWriter {
    void write(AttributeWriter writer, boolean egress, IpAddress address);
  }

  private final List<Message> messages =
      new ArrayList<>(List.of(NftRequests.frame(NFNL_MSG_BATCH_BEGIN)));
  private int sets;

  /** The table with its maps; the one that is there goes away with all gates of it. */
  public FenceBatch replaceTable() {
    newTable().deleteTable().newTable();
    for (AddressFamily family : AddressFamily.values()) {
      newMap(family, false);
      newMap(family, true);
    }
    return this;
  }

  private FenceBatch newTable() {
    return add(
        NFT_MSG_NEWTABLE,
        NLM_F_CREATE,
        writer ->
            writer
                .string(NFTA_TABLE_NAME, FenceContent.TABLE)
                .be32(NFTA_TABLE_FLAGS, 0)
                .bytes(NFTA_TABLE_USERDATA, FenceReader.MARKER));
  }

  public FenceBatch deleteTable() {
    return add(NFT_MSG_DELTABLE, 0, writer -> writer.string(NFTA_TABLE_NAME, FenceContent.TABLE));
  }

  private void newMap(AddressFamily family, boolean egress) {
    int id = ++sets;
    add(
        NFT_MSG_NEWSET,
        NLM_F_CREATE,
        writer ->
            set(writer, FenceRules.map(family, egress))
                .be32(NFTA_SET_FLAGS, NFT_SET_MAP)
                .be32(NFTA_SET_KEY_TYPE, family == AddressFamily.IPV4 ? TYPE_IPADDR : TYPE_IP6ADDR)
                .be32(NFTA_SET_KEY_LEN, family.bytes())
                .be32(NFTA_SET_DATA_TYPE, NFT_DATA_VERDICT)
                .be32(NFTA_SET_ID, id));
  }

  /** Has packets pass at a hook. */
  public FenceBatch hook(FenceHook hook) {
    add(NFT_MSG_NEWCHAIN, NLM_F_CREATE, hook::write);
    FenceRules.of(hook).forEach(this::rule);
    return this;
  }

  public FenceBatch unhook(FenceHook hook) {
    return deleteChain(hook.chain());
  }

  /** Deletes the chain of an interface that is gone. */
  public FenceBatch deleteOrphan(String chain) {
    return deleteChain(chain);
  }

  /** A group without addresses, whose gate is shut. */
  public FenceBatch newGroup(String group) {
    for (boolean egress : new boolean[] {false, true}) {
      String chain = FenceRules.gate(group, egress);
      add(NFT_MSG_NEWCHAIN, NLM_F_CREATE, writer -> chain(writer, chain));
      FenceRules.gate(group, egress, List.of()).forEach(this::rule);
    }
    return this;
  }

  /** Deletes the chains of a group that has no addresses any more. */
  public FenceBatch deleteGroup(String group) {
    return deleteChain(FenceRules.gate(group, false)).deleteChain(FenceRules.gate(group, true));
  }

  private FenceBatch deleteChain(String chain) {
    return add(NFT_MSG_DELCHAIN, 0, writer -> chain(writer, chain));
  }

  /** Has packets of a group pass only while each of these sets has a token; none to shut it. */
  public FenceBatch follow(String group, List<String> tokens) {
    for (boolean egress : new boolean[] {false, true}) {
      String chain = FenceRules.gate(group, egress);
      add(
          NFT_MSG_DELRULE,
          0,
          writer ->
              writer.string(NFTA_RULE_TABLE, FenceContent.TABLE).string(NFTA_RULE_CHAIN, chain));
      FenceRules.gate(group, egress, tokens).forEach(this::rule);
    }
    return this;
  }

  private void rule(Rule rule) {
    add(
        NFT_MSG_NEWRULE,
        NLM_F_CREATE | NLM_F_APPEND,
        writer -> rule.write(writer, FenceContent.TABLE));
  }

  /** Has the chains of groups decide about addresses that nobody decides about yet. */
  public FenceBatch enlist(Map<IpAddress, String> groups) {
    return elements(
        NFT_MSG_NEWSETELEM,
        groups.keySet(),
        (writer, egress, address) ->
            FenceElement.write(
                writer, address, FenceRules.gate(groups.getOrDefault(address, ""), egress)));
  }

  /** Leaves addresses to nobody. */
  public FenceBatch delist(Collection<IpAddress> addresses) {
    return elements(
        NFT_MSG_DELSETELEM, addresses, (writer, _, address) -> FenceElement.write(writer, address));
  }

  /** An empty set of tokens. */
  public FenceBatch newTokens(String name) {
    int id = ++sets;
    return add(
        NFT_MSG_NEWSET,
        NLM_F_CREATE,
        writer ->
            set(writer, name)
                .be32(NFTA_SET_FLAGS, NFT_SET_TIMEOUT)
                .be32(NFTA_SET_KEY_TYPE, TYPE_ARPHRD)
                .be32(NFTA_SET_KEY_LEN, Short.BYTES)
                .be32(NFTA_SET_ID, id));
  }

  /** Deletes a set that no gate follows any more. */
  public FenceBatch deleteTokens(String name) {
    return add(NFT_MSG_DELSET, 0, writer -> set(writer, name));
  }

  /** Takes all tokens out of a set, if there are any. */
  public FenceBatch flush(String name) {
    return add(NFT_MSG_DELSETELEM, 0, writer -> list(writer, name));
  }

  /** Puts a token into a set that has none; the kernel takes it away after that time. */
  public FenceBatch arm(String name, Duration lifetime) {
    return token(NFT_MSG_NEWSETELEM, NLM_F_CREATE, name, Optional.of(lifetime));
  }

  /** Takes the token out of a set; the whole batch is refused (ENOENT) where it has run out. */
  public FenceBatch disarm(String name) {
    return token(NFT_MSG_DELSETELEM, 0, name, Optional.empty());
  }

  private FenceBatch token(int command, int flags, String name, Optional<Duration> lifetime) {
    return add(
        command,
        flags,
        writer -> {
          list(writer, name).begin(NFTA_SET_ELEM_LIST_ELEMENTS);
          FenceElement.writeToken(writer, lifetime);
          writer.end();
        });
  }

  private FenceBatch elements(int command, Collection<IpAddress> addresses, ElementWriter element) {
    for (AddressFamily family : AddressFamily.values()) {
      List<IpAddress> ours =
          addresses.stream().filter(address -> address.family() == family).sorted().toList();
      for (boolean egress : new boolean[] {false, true}) {
        for (int from = 0; from < ours.size(); from += ELEMENTS) {
          List<IpAddress> some = ours.subList(from, Math.min(from + ELEMENTS, ours.size()));
          add(
              command,
              command == NFT_MSG_NEWSETELEM ? NLM_F_CREATE : 0,
              writer -> {
                list(writer, FenceRules.map(family, egress)).begin(NFTA_SET_ELEM_LIST_ELEMENTS);
                some.forEach(address -> element.write(writer, egress, address));
                writer.end();
              });
        }
      }
    }
    return this;
  }

  /** Returns whether nothing is to be changed. */
  public boolean isEmpty() {
    return messages.size() == 1;
  }

  /** The batch, to be carried out. */
  public List<Message> end() {
    List<Message> all = new ArrayList<>(messages);
    all.add(NftRequests.frame(NFNL_MSG_BATCH_END));
    return all;
  }

  /** The batch without its end: the kernel looks at every message, and drops them all. */
  public List<Message> rehearsal() {
    return List.copyOf(messages);
  }

  private FenceBatch add(int command, int flags, Message.Payload payload) {
    messages.add(NftRequests.message(command, flags, NFPROTO_NETDEV, payload));
    return this;
  }

  private static AttributeWriter set(AttributeWriter writer, String name) {
    return writer.string(NFTA_SET_TABLE, FenceContent.TABLE).string(NFTA_SET_NAME, name);
  }

  private static void chain(AttributeWriter writer, String name) {
    writer.string(NFTA_CHAIN_TABLE, FenceContent.TABLE).string(NFTA_CHAIN_NAME, name);
  }

  private static AttributeWriter list(AttributeWriter writer, String set) {
    return writer
        .string(NFTA_SET_ELEM_LIST_TABLE, FenceContent.TABLE)
        .string(NFTA_SET_ELEM_LIST_SET, set);
  }
}
