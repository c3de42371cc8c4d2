package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.nft.Nftables.*;

import dev.lvs.agent.netlink.nft.Expression.Hash;
import dev.lvs.agent.netlink.nft.Expression.IsByte;
import dev.lvs.agent.netlink.nft.Expression.LoadConnection;
import dev.lvs.agent.netlink.nft.Expression.LoadMeta;
import dev.lvs.agent.netlink.nft.Expression.LoadNumber;
import dev.lvs.agent.netlink.nft.Expression.LoadPayload;
import dev.lvs.agent.netlink.nft.Expression.Lookup;
import dev.lvs.agent.netlink.nft.Expression.MaskByte;
import dev.lvs.agent.netlink.nft.Expression.Masquerade;
import dev.lvs.agent.netlink.nft.Expression.NoTrack;
import dev.lvs.agent.netlink.nft.Expression.SetConnection;
import dev.lvs.agent.netlink.nft.Expression.SetMeta;
import dev.lvs.agent.netlink.nft.Expression.SetTcpOption;
import dev.lvs.agent.netlink.nft.Expression.SourceNat;
import dev.lvs.agent.netlink.nft.Expression.ToNetworkOrder;
import dev.lvs.net.AddressFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A feature of the table: for each family one set of ports, and one rule that looks them up. */
enum Part {
  /**
   * Marks packets, last before IPVS takes them (98, {@code ip_vs_ops4}), over whatever others have
   * marked them with: IPVS compares the whole mark.
   */
  MARKS("marks"),

  /** Keeps packets from conntrack (-200). */
  UNTRACKED("untracked"),

  /**
   * Puts the beginnings of one-way connections of TCP into a zone of their own: what follows is
   * then new to conntrack, which else expects an answer first and finds it invalid ({@code
   * nf_conntrack_tcp_packet}). So a firewall sees of each packet what it would see if IPVS kept
   * conntrack out of it (net.ipv4.vs.conntrack=0).
   */
  OPENINGS("openings"),

  /**
   * Keeps the source of one-way connections, before others (100) rewrite it: answers would miss.
   */
  KEPT("kept"),

  /**
   * Rewrites the source to one of several local addresses, where others do so too
   * (NF_IP_PRI_NAT_SRC): which one follows from the client's address and port.
   */
  SOURCES("sources"),

  /** The same, but which one follows from the client's address alone. */
  CLIENTS("clients"),

  /** Rewrites the source to the director's own address. */
  MASQUERADE("masquerade"),

  /**
   * Lowers the MSS in the SYN or SYN-ACK that a real server sends from a VIP. Behind source NAT
   * (100), which is where the answers of pods, and of others that it forwards to, have the VIP.
   */
  SEGMENTS("segments");

  /** The protocol of which the MSS is an option. */
  private static final int IPPROTO_TCP = 6;

  /** Offset of the flags in the TCP header, in bytes, and the one of a connection's beginning. */
  private static final int TCP_FLAGS = 13;

  private static final int TCP_FLAG_SYN = 0x02;
  private static final int TCP_FLAG_ACK = 0x10;

  /** A zone that nobody else uses, it is to be hoped; they are numbers from 1 to 65535. */
  static final int ZONE = 19_542;

  /** The option ({@code TCPOPT_MSS}), whose number is behind its kind and its length. */
  private static final int TCPOPT_MSS = 2;

  /** The lowest register, which keys and values begin at. */
  private static final int FIRST = 1;

  private final String prefix;

  Part(String prefix) {
    this.prefix = prefix;
  }

  Chain chain() {
    return switch (this) {
      case MARKS -> new Chain(prefix, "filter", NF_INET_LOCAL_IN, 97);
      case UNTRACKED, OPENINGS -> new Chain(prefix, "filter", NF_INET_PRE_ROUTING, -300);
      case KEPT -> new Chain(prefix, "nat", NF_INET_POST_ROUTING, 99);
      case SOURCES, CLIENTS, MASQUERADE ->
          new Chain(SOURCES.prefix, "nat", NF_INET_POST_ROUTING, 100);
      case SEGMENTS -> new Chain(prefix, "filter", NF_INET_POST_ROUTING, 101);
    };
  }

  PortSet set(AddressFamily family) {
    String name = prefix + (family == AddressFamily.IPV4 ? 4 : 6);
    return switch (this) {
      case MARKS -> PortSet.toMarks(name, family);
      case SOURCES, CLIENTS -> PortSet.toAddresses(name, family);
      case SEGMENTS -> PortSet.toSegmentSizes(name, family);
      case UNTRACKED, OPENINGS, KEPT, MASQUERADE -> PortSet.of(name, family);
    };
  }

  Rule rule(AddressFamily family) {
    String set = set(family).name();
    boolean four = family == AddressFamily.IPV4;
    int protocol = four ? NFPROTO_IPV4 : NFPROTO_IPV6;
    // behind an address of 4 bytes or 16
    int second = four ? 9 : 2;
    int third = four ? 10 : 13;
    List<Expression> expressions =
        switch (this) {
          case MARKS, UNTRACKED ->
              List.of(
                  new LoadMeta(NFT_META_NFPROTO, FIRST),
                  new IsByte(FIRST, protocol),
                  // where the header has the destination, and all three protocols their port
                  new LoadPayload(
                      NFT_PAYLOAD_NETWORK_HEADER, four ? 16 : 24, family.bytes(), FIRST),
                  new LoadMeta(NFT_META_L4PROTO, second),
                  new LoadPayload(NFT_PAYLOAD_TRANSPORT_HEADER, 2, Short.BYTES, third));
          // IPVS changes only what is expected of the answers (ip_vs_nfct.c): the VIP still stands
          // where the client has put it
          case KEPT, SOURCES, CLIENTS, MASQUERADE ->
              List.of(
                  new LoadConnection(four ? NFT_CT_DST_IP : NFT_CT_DST_IP6, FIRST),
                  new LoadConnection(NFT_CT_PROTOCOL, second),
                  new LoadConnection(NFT_CT_PROTO_DST, third));
          // first what sorts out nearly every packet
          case OPENINGS ->
              List.of(
                  new LoadMeta(NFT_META_NFPROTO, FIRST),
                  new IsByte(FIRST, protocol),
                  new LoadMeta(NFT_META_L4PROTO, FIRST),
                  new IsByte(FIRST, IPPROTO_TCP),
                  new LoadPayload(NFT_PAYLOAD_TRANSPORT_HEADER, TCP_FLAGS, 1, FIRST),
                  new MaskByte(FIRST, TCP_FLAG_SYN | TCP_FLAG_ACK),
                  new IsByte(FIRST, TCP_FLAG_SYN),
                  new LoadPayload(
                      NFT_PAYLOAD_NETWORK_HEADER, four ? 16 : 24, family.bytes(), FIRST),
                  new LoadMeta(NFT_META_L4PROTO, second),
                  new LoadPayload(NFT_PAYLOAD_TRANSPORT_HEADER, 2, Short.BYTES, third));
          case SEGMENTS ->
              List.of(
                  new LoadMeta(NFT_META_NFPROTO, FIRST),
                  new IsByte(FIRST, protocol),
                  new LoadMeta(NFT_META_L4PROTO, FIRST),
                  new IsByte(FIRST, IPPROTO_TCP),
                  new LoadPayload(NFT_PAYLOAD_TRANSPORT_HEADER, TCP_FLAGS, 1, FIRST),
                  new MaskByte(FIRST, TCP_FLAG_SYN),
                  new IsByte(FIRST, TCP_FLAG_SYN),
                  new LoadPayload(NFT_PAYLOAD_NETWORK_HEADER, four ? 12 : 8, family.bytes(), FIRST),
                  new LoadMeta(NFT_META_L4PROTO, second),
                  new LoadPayload(NFT_PAYLOAD_TRANSPORT_HEADER, 0, Short.BYTES, third));
        };
    List<Expression> action =
        switch (this) {
          case MARKS -> List.of(new Lookup(set, FIRST, FIRST), new SetMeta(NFT_META_MARK, FIRST));
          case UNTRACKED -> List.of(new Lookup(set, FIRST, 0), new NoTrack());
          case OPENINGS ->
              List.of(
                  new Lookup(set, FIRST, 0),
                  new LoadNumber(ZONE, FIRST),
                  new SetConnection(NFT_CT_ZONE, FIRST));
          case KEPT ->
              List.of(
                  new Lookup(set, FIRST, 0),
                  new LoadConnection(four ? NFT_CT_SRC_IP : NFT_CT_SRC_IP6, FIRST),
                  new SourceNat(protocol, FIRST));
          case SOURCES, CLIENTS ->
              concat(
                  hash(family),
                  List.of(new Lookup(set, FIRST, FIRST), new SourceNat(protocol, FIRST)));
          case MASQUERADE -> List.of(new Lookup(set, FIRST, 0), new Masquerade());
          case SEGMENTS ->
              List.of(
                  new Lookup(set, FIRST, FIRST),
                  new SetTcpOption(TCPOPT_MSS, 2, Short.BYTES, FIRST));
        };
    return new Rule(chain().name(), concat(expressions, action));
  }

  /** Puts behind the port what {@link Element} spreads by; its upper half counts. */
  private List<Expression> hash(AddressFamily family) {
    boolean four = family == AddressFamily.IPV4;
    int fourth = four ? 11 : 14;
    // the third register of 16 bytes, and what comes behind the client's address
    int client = 3;
    int port = four ? 17 : 4;
    List<Expression> loads =
        new ArrayList<>(List.of(new LoadConnection(four ? NFT_CT_SRC_IP : NFT_CT_SRC_IP6, client)));
    if (this == SOURCES) {
      loads.add(new LoadConnection(NFT_CT_PROTO_SRC, port));
    }
    int length = family.bytes() + (this == SOURCES ? Integer.BYTES : 0);
    return concat(loads, List.of(new Hash(client, length, fourth), new ToNetworkOrder(fourth)));
  }

  private static List<Expression> concat(List<Expression> first, List<Expression> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
