package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.nft.Nftables.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the fence back from the kernel. */
public final class FenceReader {
  /** Comment of the table, as nft shows it; a table without it is somebody else's. */
  static final byte[] MARKER = comment("lvs-operator: addresses that move between directors");

  private final TableReader tables;

  public FenceReader(Exchange exchange) {
    tables = new TableReader(exchange);
  }

  /** Table of the fence's name. */
  public sealed interface Found {
    /** There is none. */
    record Absent() implements Found {}

    /** One that lvs-operator has not made. */
    record Foreign() implements Found {}

    /** The fence. */
    record Ours(FenceContent content) implements Found {}
  }

  /**
   * The number of the last change of any table; empty where the kernel has no nf_tables.
   *
   * @throws TransportException when the kernel does not answer
   */
  public Optional<Long> generation() {
    return tables.generation();
  }

  /**
   * Reads the whole table.
   *
   * @throws TransportException when the kernel does not answer
   */
  public Found read() {
    Optional<byte[]> marker =
        tables.one(
            ask(NFT_MSG_GETTABLE, writer -> writer.string(NFTA_TABLE_NAME, FenceContent.TABLE)),
            FenceReader::marker);
    if (marker.isEmpty()) {
      return new Found.Absent();
    }
    if (!Arrays.equals(marker.get(), MARKER)) {
      return new Found.Foreign();
    }
    Set<FenceHook> hooks = new HashSet<>();
    SortedSet<String> orphans = new TreeSet<>();
    SortedSet<String> strays = new TreeSet<>();
    Map<String, List<Rule>> rules = new TreeMap<>();
    tables
        .all(
            ask(NFT_MSG_GETRULE, writer -> writer.string(NFTA_RULE_TABLE, FenceContent.TABLE)),
            Rule::read)
        .forEach(rule -> rules.computeIfAbsent(rule.chain(), _ -> new ArrayList<>()).add(rule));
    Set<String> gates = new TreeSet<>();
    for (FenceHook.Found chain : chains()) {
      List<Rule> present = rules.getOrDefault(chain.name(), List.of());
      if (chain.orphan()) {
        orphans.add(chain.name());
      } else if (!chain.base()) {
        gates.add(chain.name());
      } else if (chain.hook().filter(hook -> FenceRules.of(hook).equals(present)).isPresent()) {
        chain.hook().ifPresent(hooks::add);
      } else {
        strays.add("chain " + chain.name());
      }
    }
    SortedSet<String> sets = new TreeSet<>(sets(strays));
    Map<IpAddress, String> groups = groups(sets, strays);
    return new Found.Ours(
        new FenceContent(hooks, orphans, groups, gates(gates, rules, strays), sets, strays));
  }

  /**
   * Returns how long the token of a set lives; empty where it has none, or where there is no such
   * set.
   */
  public Optional<Duration> left(String set) {
    return elements(set).stream().map(FenceElement::left).findFirst();
  }

  private List<FenceHook.Found> chains() {
    return tables.all(ask(NFT_MSG_GETCHAIN, _ -> {}), FenceHook::read).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** The sets of tokens, and the maps, which are taken out later. */
  private List<String> sets(Set<String> strays) {
    List<String> names = new ArrayList<>();
    for (PortSet set :
        tables.all(
            ask(NFT_MSG_GETSET, writer -> writer.string(NFTA_SET_TABLE, FenceContent.TABLE)),
            PortSet::read)) {
      boolean known =
          set.flags() == NFT_SET_MAP
              || (set.flags() == NFT_SET_TIMEOUT && set.name().startsWith("tok_"));
      if (known) {
        names.add(set.name());
      } else {
        strays.add("set " + set.name());
      }
    }
    return names;
  }

  /** The groups of all addresses, which are the same in both directions. */
  private Map<IpAddress, String> groups(Set<String> sets, Set<String> strays) {
    Map<IpAddress, String> groups = new HashMap<>();
    for (AddressFamily family : AddressFamily.values()) {
      Map<IpAddress, String> in = map(family, false, sets, strays);
      Map<IpAddress, String> out = map(family, true, sets, strays);
      if (in.equals(out)) {
        groups.putAll(in);
      } else {
        strays.add("elements of " + FenceRules.map(family, true));
      }
    }
    return groups;
  }

  private Map<IpAddress, String> map(
      AddressFamily family, boolean egress, Set<String> sets, Set<String> strays) {
    String name = FenceRules.map(family, egress);
    String prefix = FenceRules.gate("", egress);
    Map<IpAddress, String> groups = new HashMap<>();
    if (!sets.remove(name)) {
      strays.add("no map " + name);
      return groups;
    }
    for (FenceElement element : elements(name)) {
      Optional<IpAddress> address = element.address().filter(one -> one.family() == family);
      if (element.chain().startsWith(prefix) && address.isPresent()) {
        groups.put(address.get(), element.chain().substring(prefix.length()));
      } else {
        strays.add("elements of " + name);
      }
    }
    return groups;
  }

  /** Returns what the chains of each group look at, which is the same in both directions. */
  private static SortedMap<String, List<String>> gates(
      Set<String> chains, Map<String, List<Rule>> rules, Set<String> strays) {
    SortedMap<String, List<String>> gates = new TreeMap<>();
    String inward = FenceRules.gate("", false);
    String outward = FenceRules.gate("", true);
    for (String chain : chains) {
      String group = chain.substring(Math.min(chain.length(), inward.length()));
      String twin = FenceRules.gate(group, true);
      if (chain.startsWith(inward) && chains.contains(twin)) {
        List<String> in =
            FenceRules.tokens(group, false, rules.getOrDefault(chain, List.of())).orElse(UNKNOWN);
        List<String> out =
            FenceRules.tokens(group, true, rules.getOrDefault(twin, List.of())).orElse(UNKNOWN);
        if (in.equals(out) && !in.equals(UNKNOWN)) {
          gates.put(group, in);
        } else {
          strays.add("rules of " + chain);
        }
      } else if (!chain.startsWith(outward)
          || !chains.contains(inward + chain.substring(outward.length()))) {
        strays.add("chain " + chain);
      }
    }
    return gates;
  }

  /** Instead of the sets that rules of another form look at. */
  private static final List<String> UNKNOWN = List.of("?");

  private List<FenceElement> elements(String set) {
    return tables
        .all(
            ask(
                NFT_MSG_GETSETELEM,
                writer ->
                    writer
                        .string(NFTA_SET_ELEM_LIST_TABLE, FenceContent.TABLE)
                        .string(NFTA_SET_ELEM_LIST_SET, set)),
            FenceElement::read)
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static Message ask(int command, Message.Payload payload) {
    return NftRequests.message(command, 0, NFPROTO_NETDEV, payload);
  }

  private static byte[] marker(AttributeReader reply) {
    byte[] marker = new byte[0];
    while (reply.next()) {
      if (reply.type() == NFTA_TABLE_USERDATA) {
        marker = reply.bytes();
      }
    }
    return marker;
  }

  /** NFTNL_UDATA_TABLE_COMMENT: its type, its length, and a string with its NUL. */
  private static byte[] comment(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return ByteBuffer.allocate(2 + bytes.length + 1)
        .put((byte) 0)
        .put((byte) (bytes.length + 1))
        .put(bytes)
        .array();
  }
}
