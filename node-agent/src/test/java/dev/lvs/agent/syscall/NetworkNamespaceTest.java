package dev.lvs.agent.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.netlink.route.Link;
import dev.lvs.agent.netlink.route.RouteRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class NetworkNamespaceTest {
  private static final int LOOPBACK = 1;
  private static final int ETHERNET_HEADER = 14;

  @Test
  void startsWithEveryDeviceDown() throws Exception {
    try (NetworkNamespace fresh = NetworkNamespace.fresh()) {
      List<Link> links = fresh.call(NetworkNamespaceTest::links);

      assertThat(links.getFirst().isLoopback()).isTrue();
      assertThat(links).noneMatch(Link::isUp);
    }
  }

  @Test
  void isWhereItsSocketsStayWhoeverUsesThem() throws Exception {
    try (NetworkNamespace fresh = NetworkNamespace.fresh();
        Exchange inside =
            fresh.call(() -> new Exchange(new NetlinkSocket(Netlink.NETLINK_ROUTE)))) {
      assertThat(inside.execute(RouteRequests.setUp(LOOPBACK))).isEqualTo(Answer.ACCEPTED);

      assertThat(fresh.call(NetworkNamespaceTest::links).getFirst().isUp()).isTrue();
    }
  }

  @Test
  void isEnteredByItsPath() throws Exception {
    try (NetworkNamespace first = NetworkNamespace.fresh()) {
      Path thread = first.call(() -> Files.readSymbolicLink(Path.of("/proc/thread-self")));

      try (NetworkNamespace second =
          NetworkNamespace.at(Path.of("/proc").resolve(thread).resolve("ns/net"))) {
        assertThat(second.call(NetworkNamespaceTest::identity))
            .isEqualTo(first.call(NetworkNamespaceTest::identity))
            .isNotEqualTo(identity());
      }
    }
  }

  @Test
  void saysWhichOneIsMissing() {
    assertThatThrownBy(() -> NetworkNamespace.at(Path.of("/run/netns/nosuch")))
        .isInstanceOf(TransportException.class)
        .hasMessage("enter the network namespace /run/netns/nosuch: ENOENT");
  }

  @Test
  void passesOnWhatItsCodeThrows() {
    try (NetworkNamespace fresh = NetworkNamespace.fresh()) {
      assertThatThrownBy(
              () ->
                  fresh.call(
                      () -> {
                        throw new IOException("inside");
                      }))
          .isInstanceOf(IOException.class)
          .hasMessage("inside");
    }
  }

  @Test
  void sendsFramesOutOfAnInterfaceThatIsUp() throws Exception {
    byte[] frame = new byte[ETHERNET_HEADER + 28];
    frame[12] = 0x08;
    frame[13] = 0x06;
    try (NetworkNamespace fresh = NetworkNamespace.fresh();
        PacketSocket socket = fresh.call(PacketSocket::new)) {
      assertThatThrownBy(() -> socket.send(LOOPBACK, frame))
          .isInstanceOf(TransportException.class)
          .hasMessage("send a frame out of interface 1: ENETDOWN");

      fresh.call(
          () -> {
            try (Exchange route = new Exchange(new NetlinkSocket(Netlink.NETLINK_ROUTE))) {
              return route.execute(RouteRequests.setUp(LOOPBACK));
            }
          });
      socket.send(LOOPBACK, frame);

      assertThat(fresh.call(NetworkNamespaceTest::loopbackPackets)).isEqualTo(1);
    }
  }

  private static List<Link> links() {
    try (Exchange route = new Exchange(new NetlinkSocket(Netlink.NETLINK_ROUTE))) {
      List<Link> links = new ArrayList<>();
      route.dump(RouteRequests.getLinks(), (_, reply) -> links.add(Link.read(reply)));
      return links;
    }
  }

  private static String identity() throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString();
  }

  /** Packets sent through lo, from the columns of /proc/net/dev. */
  private static int loopbackPackets() throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/thread-self/net/dev")).stream()
            .filter(each -> each.strip().startsWith("lo:"))
            .findFirst()
            .orElseThrow();
    return Integer.parseInt(line.strip().split(" +", -1)[2]);
  }
}
