package dev.lvs.agent.fake;

import static dev.lvs.agent.netlink.Netlink.NLM_F_DUMP;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTA_DST;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTA_GATEWAY;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTA_OIF;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTA_PRIORITY;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTA_TABLE;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_DELROUTE;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_NEWROUTE;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTN_LOCAL;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTPROT_STATIC;
import static dev.lvs.agent.netlink.route.Rtnetlink.RT_SCOPE_UNIVERSE;
import static dev.lvs.agent.netlink.route.Rtnetlink.RT_TABLE_MAIN;

import dev.lvs.agent.fake.Reaction.Dump;
import dev.lvs.agent.fake.Reaction.Item;
import dev.lvs.agent.fake.Reaction.One;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The routes that were added; those that addresses bring with them are not kept. */
final class FakeRoutes {
  private final FakeRouting routing;
  private final List<Entry> routes = new ArrayList<>();

  FakeRoutes(FakeRouting routing) {
    this.routing = routing;
  }

  void forget(FakeLink link) {
    routes.removeIf(route -> route.said.s32(RTA_OIF) == link.index);
  }

  Reaction react(int type, int flags, AttributeReader payload) {
    Entry wanted = Entry.of(payload);
    return switch (type) {
      case RTM_NEWROUTE -> add(wanted);
      case RTM_DELROUTE -> {
        boolean removed = routes.removeIf(route -> route.is(wanted));
        yield removed ? Reaction.DONE : Reaction.refused(Errno.ESRCH);
      }
      default -> (flags & NLM_F_DUMP) == NLM_F_DUMP ? dump(wanted) : find(wanted);
    };
  }

  private Reaction add(Entry wanted) {
    // there is no network in which a gateway could be looked for
    if (wanted.said.s32(RTA_OIF) == 0) {
      return Reaction.refused(Errno.ENETUNREACH);
    }
    if (routing.link(wanted.said.s32(RTA_OIF)).isEmpty()) {
      return Reaction.refused(Errno.ENODEV);
    }
    if (routes.stream().anyMatch(route -> route.is(wanted))) {
      return Reaction.refused(Errno.EEXIST);
    }
    routes.add(wanted);
    return Reaction.DONE;
  }

  private Reaction dump(Entry wanted) {
    return new Dump(
        routes.stream()
            .filter(route -> route.family == wanted.family)
            .filter(route -> wanted.table() == 0 || route.table() == wanted.table())
            .filter(route -> wanted.type == 0 || route.type == wanted.type)
            .map(route -> new Item(RTM_NEWROUTE, route.toBytes()))
            .toList());
  }

  private Reaction find(Entry question) {
    byte[] address = question.said.bytes(RTA_DST);
    if (routing.isLocal(IpAddress.of(address))) {
      return new One(new Item(RTM_NEWROUTE, answer(question, RTN_LOCAL, 1).toBytes()));
    }
    return routes.stream()
        .filter(route -> route.family == question.family && route.covers(address))
        .max(Comparator.comparingInt(Entry::prefixLength))
        .map(route -> answer(question, route.type, route.said.s32(RTA_OIF)))
        .<Reaction>map(route -> new One(new Item(RTM_NEWROUTE, route.toBytes())))
        .orElse(Reaction.refused(Errno.ENETUNREACH));
  }

  private static Entry answer(Entry question, int type, int interfaceIndex) {
    ReplyBytes said =
        new ReplyBytes().bytes(RTA_DST, question.said.bytes(RTA_DST)).u32(RTA_OIF, interfaceIndex);
    return new Entry(
        question.family, question.prefixLength, RT_TABLE_MAIN, type, Attributes.of(said));
  }

  /** {@code struct rtmsg} and the attributes behind it. */
  private record Entry(int family, int prefixLength, int header, int type, Attributes said) {
    static Entry of(AttributeReader payload) {
      int family = payload.fixedU8();
      int prefixLength = payload.fixedU8();
      payload.fixedU16();
      int table = payload.fixedU8();
      payload.fixedU16();
      int type = payload.fixedU8();
      payload.fixedU32();
      return new Entry(family, prefixLength, table, type, Attributes.of(payload));
    }

    int table() {
      return said.has(RTA_TABLE) ? said.s32(RTA_TABLE) : header;
    }

    boolean is(Entry other) {
      return family == other.family
          && prefixLength == other.prefixLength
          && table() == other.table()
          && Arrays.equals(said.bytes(RTA_DST), other.said.bytes(RTA_DST));
    }

    boolean covers(byte[] address) {
      byte[] network = said.bytes(RTA_DST);
      for (int bit = 0; bit < prefixLength; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }

    ReplyBytes toBytes() {
      ReplyBytes bytes =
          new ReplyBytes()
              .put8(family)
              .put8(prefixLength)
              .put16(0)
              .put8(table())
              .put8(RTPROT_STATIC)
              .put8(RT_SCOPE_UNIVERSE)
              .put8(type)
              .put32(0)
              .u32(RTA_TABLE, table())
              .u32(RTA_OIF, said.s32(RTA_OIF));
      for (int type : new int[] {RTA_DST, RTA_GATEWAY, RTA_PRIORITY}) {
        // the default route has no destination
        if (said.has(type) && (type != RTA_DST || prefixLength > 0)) {
          bytes.bytes(type, said.bytes(type));
        }
      }
      return bytes;
    }
  }
}
