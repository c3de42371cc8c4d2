package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.nft.Nftables.*;

import dev.lvs.agent.netlink.nft.Expression.IsByte;
import dev.lvs.agent.netlink.nft.Expression.IsShort;
import dev.lvs.agent.netlink.nft.Expression.LoadMeta;
import dev.lvs.agent.netlink.nft.Expression.LoadPayload;
import dev.lvs.agent.netlink.nft.Expression.Lookup;
import dev.lvs.agent.netlink.nft.Expression.LookupVerdict;
import dev.lvs.agent.netlink.nft.Expression.Verdict;
import dev.lvs.net.AddressFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rules of the fence: those of an interface's hooks lead a packet to the chain of the group that
 * its address belongs to, and that chain returns it or drops it.
 *
 * <p>What a node is asked for comes in as an IP packet to the address, an ARP message for it or a
 * neighbour solicitation for it; what tells others where the address is leaves as an ARP message
 * from it, a neighbour advertisement of it or a neighbour solicitation from it (RFC 4861, 7.2.3:
 * its source is put into the neighbour's cache as well).
 */
final class FenceRules {
  /** The lowest register. */
  private static final int FIRST = 1;

  private static final int ETH_P_IP = 0x0800;
  private static final int ETH_P_ARP = 0x0806;
  private static final int ETH_P_IPV6 = 0x86dd;
  private static final int IPPROTO_ICMPV6 = 58;
  private static final int NEIGHBOUR_SOLICITATION = 135;
  private static final int NEIGHBOUR_ADVERTISEMENT = 136;

  /** Offsets in the headers, in bytes. */
  private static final int IPV4_DESTINATION = 16;

  private static final int IPV6_SOURCE = 8;
  private static final int IPV6_DESTINATION = 24;
  private static final int ARP_SENDER = 14;
  private static final int ARP_TARGET = 24;
  private static final int ND_TARGET = 8;

  private FenceRules() {}

  /** The chain that decides about packets of a group. */
  static String gate(String group, boolean egress) {
    return (egress ? "out_" : "in_") + group;
  }

  /** The map from addresses to the chains of their groups. */
  static String map(AddressFamily family, boolean egress) {
    return (egress ? "out" : "in") + (family == AddressFamily.IPV4 ? 4 : 6);
  }

  /** The rules of a hook. */
  static List<Rule> of(FenceHook hook) {
    boolean egress = hook.egress();
    String four = map(AddressFamily.IPV4, egress);
    String six = map(AddressFamily.IPV6, egress);
    List<List<Expression>> rules =
        egress
            ? List.of(
                arp(ARP_SENDER, four),
                discovery(NEIGHBOUR_ADVERTISEMENT, NFT_PAYLOAD_TRANSPORT_HEADER, ND_TARGET, six),
                discovery(NEIGHBOUR_SOLICITATION, NFT_PAYLOAD_NETWORK_HEADER, IPV6_SOURCE, six))
            : List.of(
                List.of(
                    new LoadMeta(NFT_META_PROTOCOL, FIRST),
                    new IsShort(FIRST, ETH_P_IP),
                    new LoadPayload(NFT_PAYLOAD_NETWORK_HEADER, IPV4_DESTINATION, 4, FIRST),
                    new LookupVerdict(four, FIRST)),
                arp(ARP_TARGET, four),
                List.of(
                    new LoadMeta(NFT_META_PROTOCOL, FIRST),
                    new IsShort(FIRST, ETH_P_IPV6),
                    new LoadPayload(NFT_PAYLOAD_NETWORK_HEADER, IPV6_DESTINATION, 16, FIRST),
                    new LookupVerdict(six, FIRST)),
                discovery(NEIGHBOUR_SOLICITATION, NFT_PAYLOAD_TRANSPORT_HEADER, ND_TARGET, six));
    return rules.stream().map(one -> new Rule(hook.chain(), one)).toList();
  }

  private static List<Expression> arp(int offset, String map) {
    return List.of(
        new LoadMeta(NFT_META_PROTOCOL, FIRST),
        new IsShort(FIRST, ETH_P_ARP),
        new LoadPayload(NFT_PAYLOAD_NETWORK_HEADER, offset, 4, FIRST),
        new LookupVerdict(map, FIRST));
  }

  private static List<Expression> discovery(int type, int header, int offset, String map) {
    return List.of(
        new LoadMeta(NFT_META_PROTOCOL, FIRST),
        new IsShort(FIRST, ETH_P_IPV6),
        new LoadMeta(NFT_META_L4PROTO, FIRST),
        new IsByte(FIRST, IPPROTO_ICMPV6),
        new LoadPayload(NFT_PAYLOAD_TRANSPORT_HEADER, 0, 1, FIRST),
        new IsByte(FIRST, type),
        new LoadPayload(header, offset, 16, FIRST),
        new LookupVerdict(map, FIRST));
  }

  /**
   * The rules of a group's chain. A packet that passes goes on behind the rule that led here, since
   * it may be about an address of another group as well.
   *
   * @param tokens the sets of which each must have a token; none to drop everything
   */
  static List<Rule> gate(String group, boolean egress, List<String> tokens) {
    String chain = gate(group, egress);
    List<Rule> rules = new ArrayList<>();
    if (!tokens.isEmpty()) {
      List<Expression> expressions = new ArrayList<>();
      for (String set : tokens) {
        expressions.add(new LoadMeta(egress ? NFT_META_OIFTYPE : NFT_META_IIFTYPE, FIRST));
        expressions.add(new Lookup(set, FIRST, 0));
      }
      expressions.add(new Verdict(NFT_RETURN));
      rules.add(new Rule(chain, expressions));
    }
    rules.add(new Rule(chain, List.of(new Verdict(NF_DROP))));
    return rules;
  }

  /** The sets that the rules of a group's chain look at; empty for other rules than such. */
  static Optional<List<String>> tokens(String group, boolean egress, List<Rule> rules) {
    List<String> tokens =
        rules.isEmpty()
            ? List.of()
            : rules.getFirst().expressions().stream()
                .filter(Lookup.class::isInstance)
                .map(lookup -> ((Lookup) lookup).set())
                .toList();
    return Optional.of(tokens).filter(sets -> gate(group, egress, sets).equals(rules));
  }
}
