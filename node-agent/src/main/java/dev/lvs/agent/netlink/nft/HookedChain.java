package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.nft.Nftables.*;

import dev.lvs.agent.model.FilterChain;
import dev.lvs.agent.model.FilterChain.Content;
import dev.lvs.agent.model.FilterChain.Hook;
import dev.lvs.agent.model.FilterChain.Policy;
import dev.lvs.agent.model.FilterChain.Tool;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.net.AddressFamily;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A chain of any table that packets pass by a hook ({@code nf_tables_fill_chain_info}). */
final class HookedChain {
  private static final String NAT = "nat";

  private HookedChain() {}

  /**
   * Reads one, {@code struct nfgenmsg} and all; empty for one that only others jump to, and for
   * what does not pass IP packets between interfaces and this node.
   */
  static Optional<FilterChain> read(AttributeReader reply) {
    int family = reply.fixedU8();
    reply.fixedU8();
    reply.fixedU16();
    ReadChain read = ReadChain.of(reply);
    Set<AddressFamily> families = families(family);
    Optional<Hook> passed = hook(read.hook());
    if (families.isEmpty() || passed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new FilterChain(
            Tool.NFT,
            word(family) + " " + read.table(),
            read.name(),
            families,
            passed.get(),
            read.priority(),
            read.type().equals(NAT),
            new Content(
                read.policy() == NF_DROP ? Policy.DROP : Policy.ACCEPT,
                read.rules() > 0,
                List.of())));
  }

  private static Optional<Hook> hook(int number) {
    return switch (number) {
      case NF_INET_PRE_ROUTING -> Optional.of(Hook.PREROUTING);
      case NF_INET_LOCAL_IN -> Optional.of(Hook.INPUT);
      case NF_INET_FORWARD -> Optional.of(Hook.FORWARD);
      case NF_INET_LOCAL_OUT -> Optional.of(Hook.OUTPUT);
      case NF_INET_POST_ROUTING -> Optional.of(Hook.POSTROUTING);
      default -> Optional.empty();
    };
  }

  private static Set<AddressFamily> families(int family) {
    return switch (family) {
      case NFPROTO_INET -> Set.of(AddressFamily.IPV4, AddressFamily.IPV6);
      case NFPROTO_IPV4 -> Set.of(AddressFamily.IPV4);
      case NFPROTO_IPV6 -> Set.of(AddressFamily.IPV6);
      default -> Set.of();
    };
  }

  private static String word(int family) {
    return switch (family) {
      case NFPROTO_IPV4 -> "ip";
      case NFPROTO_IPV6 -> "ip6";
      default -> "inet";
    };
  }

  /** The number of a family's word. */
  static int family(String word) {
    return switch (word) {
      case "ip" -> NFPROTO_IPV4;
      case "ip6" -> NFPROTO_IPV6;
      default -> NFPROTO_INET;
    };
  }
}
