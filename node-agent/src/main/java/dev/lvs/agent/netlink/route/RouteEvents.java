package dev.lvs.agent.netlink.route;

import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_DELADDR;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_DELLINK;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_DELROUTE;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_NEWADDR;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_NEWLINK;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_NEWROUTE;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTPROT_STATIC;

import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.net.AddressFamily;

/**
 * Filters the rtnetlink events that the agent has to react to at once: links, addresses, default
 * routes, and host routes like those it adds itself. A node may have a full Internet routing table,
 * and no other route of it matters before the next look.
 */
public final class RouteEvents {
  private static final int AF_UNSPEC = 0;
  private static final int RTNLGRP_LINK = 1;
  private static final int RTNLGRP_IPV4_IFADDR = 5;
  private static final int RTNLGRP_IPV4_ROUTE = 7;
  private static final int RTNLGRP_IPV6_IFADDR = 9;
  private static final int RTNLGRP_IPV6_ROUTE = 11;

  private RouteEvents() {}

  /** The groups to join. */
  public static int[] groups() {
    return new int[] {
      RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV6_ROUTE
    };
  }

  /** Returns whether a message is about something of interest. */
  public static boolean matter(int type, AttributeReader payload) {
    return switch (type) {
      // ports of bridges are told of by messages of their own family
      case RTM_NEWLINK, RTM_DELLINK -> payload.fixedU8() == AF_UNSPEC;
      case RTM_NEWADDR, RTM_DELADDR -> Inet.family(payload.fixedU8()).isPresent();
      case RTM_NEWROUTE, RTM_DELROUTE -> isRouteOfInterest(payload);
      default -> false;
    };
  }

  /** By {@code struct rtmsg}. */
  private static boolean isRouteOfInterest(AttributeReader payload) {
    int bits = Inet.family(payload.fixedU8()).map(AddressFamily::bits).orElse(-1);
    int length = payload.fixedU8();
    payload.fixedU8(); // of the source
    payload.fixedU8(); // type of service
    payload.fixedU8(); // table
    int protocol = payload.fixedU8();
    return bits > 0 && (length == 0 || (length == bits && protocol == RTPROT_STATIC));
  }
}
