package dev.lvs.agent.fake;

import static dev.lvs.agent.netlink.Netlink.NETLINK_GENERIC;
import static dev.lvs.agent.netlink.Netlink.NETLINK_ROUTE;
import static dev.lvs.agent.netlink.Netlink.NLM_F_CREATE;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFF_UP;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_IFNAME;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_INFO_KIND;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_LINKINFO;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_NEWLINK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.Transport;
import dev.lvs.agent.netlink.route.InterfaceAddress;
import dev.lvs.agent.netlink.route.RouteRequests;
import dev.lvs.agent.syscall.NetlinkSocket;
import dev.lvs.agent.syscall.NetworkNamespace;
import dev.lvs.net.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** The kernel that runs answers as the fake one does. */
@Tag("kernel")
class RealIpvsTest extends IpvsAnswers {
  private static final int LOOPBACK = 1;
  private static final int ETH0 = 77;

  RealIpvsTest() throws Exception {
    super(inFreshNamespace());
  }

  private static Transport inFreshNamespace() throws Exception {
    try (NetworkNamespace fresh = NetworkNamespace.fresh()) {
      return fresh.call(
          () -> {
            try (Exchange route = new Exchange(new NetlinkSocket(NETLINK_ROUTE))) {
              assertThat(route.execute(wiring())).containsOnly(Answer.ACCEPTED);
            }
            return new NetlinkSocket(NETLINK_GENERIC);
          });
    }
  }

  private static List<Message> wiring() {
    Message ethernet =
        new Message(
            RTM_NEWLINK,
            NLM_F_CREATE,
            writer ->
                writer
                    .fixedU32(0)
                    .fixedU32(ETH0)
                    .fixedU32(IFF_UP)
                    .fixedU32(IFF_UP)
                    .string(IFLA_IFNAME, "eth0")
                    .begin(IFLA_LINKINFO)
                    .string(IFLA_INFO_KIND, "dummy")
                    .end());
    IpAddress address = IpAddress.parse("192.0.2.1");
    return List.of(
        RouteRequests.setUp(LOOPBACK),
        ethernet,
        RouteRequests.newAddress(InterfaceAddress.ofHost(ETH0, address)));
  }
}
