package dev.lvs.agent.netlink.route;

import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_F_DEPRECATED;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_F_NODAD;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_F_NOPREFIXROUTE;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_F_PERMANENT;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTN_LOCAL;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTN_UNICAST;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTPROT_STATIC;
import static dev.lvs.agent.netlink.route.Rtnetlink.RT_SCOPE_UNIVERSE;
import static dev.lvs.agent.netlink.route.Rtnetlink.RT_TABLE_MAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.model.device.TunnelKind;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Answer.Refused;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Captured;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.route.Link.TunnelEnds;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes of a real kernel, both ways. */
class RouteBytesTest {
  private static final int VETH0 = 11;
  private static final IpAddress VIP = IpAddress.parse("192.0.2.1");
  private static final IpAddress VIP6 = IpAddress.parse("2001:db8::1");
  private static final IpAddress GATEWAY = IpAddress.parse("192.0.2.254");
  private static final InterfaceAddress V4 = InterfaceAddress.ofHost(VETH0, VIP).marked();
  private static final InterfaceAddress V6 = InterfaceAddress.ofHost(VETH0, VIP6);

  @Test
  void asksForAnInterface() {
    List<Link> links = query("get-link", RouteRequests.getLink("veth0"), Link::read);

    assertThat(links).hasSize(1);
    Link link = links.getFirst();
    assertThat(link.index()).isEqualTo(VETH0);
    assertThat(link.name()).isEqualTo("veth0");
    assertThat(link.kind()).isEqualTo("veth");
    assertThat(link.mtu()).isEqualTo(1500);
    assertThat(link.mac()).map(MacAddress::toString).contains("86:98:bb:cf:50:e4");
    assertThat(link.isUp()).isFalse();
    assertThat(link.speaksArp()).isTrue();
  }

  @Test
  void hearsThatAnInterfaceIsMissing() {
    assertThat(
            Captured.read("route/get-link-missing")
                .replayed()
                .query(RouteRequests.getLink("nosuch0"), (_, _) -> {}))
        .isEqualTo(new Refused(Errno.ENODEV, Optional.empty()));
  }

  @Test
  void listsInterfaces() {
    List<Link> links = dump("get-links", RouteRequests.getLinks(), Link::read);

    assertThat(links)
        .extracting(Link::name)
        .containsExactly(
            "lo", "dummy0", "tunl0", "gre0", "gretap0", "erspan0", "sit0", "ip6tnl0", "ip6gre0",
            "veth1", "veth0");
    assertThat(links.getFirst().isLoopback()).isTrue();
    assertThat(links.getFirst().speaksArp()).isFalse();
    assertThat(links.getLast().isUp()).isTrue();
  }

  @Test
  void setsAnInterfaceUp() {
    assertAccepted("set-link-up", RouteRequests.setUp(VETH0));
  }

  @ParameterizedTest
  @EnumSource
  void createsTunnels(TunnelKind kind) {
    IpAddress local = kind.outer() == AddressFamily.IPV4 ? VIP : VIP6;
    String name = "lvs" + kind.kernelName();

    assertAccepted(
        "new-tunnel-" + kind.kernelName(),
        RouteRequests.newTunnel(new TunnelDevice(name, kind, local)));
    List<Link> links =
        query("get-link-" + kind.kernelName(), RouteRequests.getLink(name), Link::read);

    Link link = links.getFirst();
    assertThat(link.kind()).isEqualTo(kind.kernelName());
    assertThat(link.isUp()).isTrue();
    assertThat(link.speaksArp()).isFalse();
    assertThat(link.tunnel()).contains(new TunnelEnds(local, Inet.any(kind.outer()), false));
  }

  @Test
  void createsATunnelThatTakesChecksumsOnly() {
    TunnelDevice device = new TunnelDevice("lvsgrec", TunnelKind.GRE, VIP, true);

    assertAccepted("new-tunnel-gre-checksum", RouteRequests.newTunnel(device));
    Link link =
        query("get-link-gre-checksum", RouteRequests.getLink("lvsgrec"), Link::read).getFirst();

    assertThat(link.tunnel()).contains(new TunnelEnds(VIP, Inet.any(AddressFamily.IPV4), true));
  }

  @Test
  void deletesATunnel() {
    assertAccepted("delete-link", RouteRequests.deleteLink(12));
  }

  @Test
  void addsAndDeletesAddresses() {
    assertAccepted("new-address", RouteRequests.newAddress(V4));
    assertAccepted("new-address-ipv6", RouteRequests.newAddress(V6.neverASource()));
    assertAccepted("set-address-ipv6", RouteRequests.setAddress(V6));
    assertAccepted("delete-address", RouteRequests.deleteAddress(V4));
    assertAccepted("delete-address-ipv6", RouteRequests.deleteAddress(V6.neverASource()));
  }

  @Test
  void hearsThatAnAddressIsThereOrGone() {
    assertThat(
            Captured.read("route/new-address-again")
                .replayed()
                .execute(RouteRequests.newAddress(V4)))
        .isEqualTo(new Refused(Errno.EEXIST, Optional.of("ipv4: Address already assigned")));
    assertThat(
            Captured.read("route/delete-address-missing")
                .replayed()
                .execute(RouteRequests.deleteAddress(V4)))
        .isEqualTo(new Refused(Errno.EADDRNOTAVAIL, Optional.of("ipv4: Address not found")));
  }

  @Test
  void listsAddresses() {
    List<InterfaceAddress> addresses =
        dump(
            "get-addresses",
            RouteRequests.getAddresses(),
            reply -> InterfaceAddress.read(reply).orElseThrow());

    int kept = IFA_F_NOPREFIXROUTE | IFA_F_PERMANENT;
    assertThat(addresses)
        .hasSize(6)
        .contains(
            new InterfaceAddress(
                VETH0,
                VIP,
                32,
                kept,
                RT_SCOPE_UNIVERSE,
                InterfaceAddress.FOREVER,
                InterfaceAddress.FOREVER,
                76,
                "veth0"),
            new InterfaceAddress(
                VETH0,
                VIP6,
                128,
                kept | IFA_F_NODAD | IFA_F_DEPRECATED,
                RT_SCOPE_UNIVERSE,
                0,
                InterfaceAddress.FOREVER,
                0,
                ""));
  }

  @Test
  void deliversANetworkLocally() {
    Route local = Route.local(IpAddress.parse("198.51.100.0"), 24, 1);
    IpAddress inside = IpAddress.parse("198.51.100.7");

    assertAccepted("new-route-local", RouteRequests.newRoute(local));
    assertAccepted("delete-route-local", RouteRequests.deleteRoute(local));
    Route answer =
        query("get-route-local", RouteRequests.getRoute(inside), Route::read)
            .getFirst()
            .orElseThrow();

    assertThat(answer.type()).isEqualTo(RTN_LOCAL);
    assertThat(answer.interfaceIndex()).isEqualTo(1);
  }

  @Test
  void asksWhichWayAnAddressIsSent() {
    IpAddress client = IpAddress.parse("203.0.113.1");

    Route answer =
        query("get-route", RouteRequests.getRoute(client), Route::read).getFirst().orElseThrow();

    assertThat(answer)
        .isEqualTo(
            new Route(client, 32, RT_TABLE_MAIN, RTN_UNICAST, VETH0, List.of(GATEWAY), 0, 0));
    assertThat(
            Captured.read("route/get-route-unreachable")
                .replayed()
                .query(RouteRequests.getRoute(client), (_, _) -> {}))
        .isEqualTo(new Refused(Errno.ENETUNREACH, Optional.empty()));
  }

  @Test
  void findsTheDefaultRoute() {
    IpAddress any = IpAddress.parse("0.0.0.0");
    Route route =
        new Route(any, 0, RT_TABLE_MAIN, RTN_UNICAST, VETH0, List.of(GATEWAY), RTPROT_STATIC, 0);

    assertAccepted("new-route-default", RouteRequests.newRoute(route));
    List<Optional<Route>> routes =
        dump(
            "get-routes-main",
            RouteRequests.getRoutes(AddressFamily.IPV4, RT_TABLE_MAIN),
            Route::read);

    assertThat(routes).hasSize(2).contains(Optional.of(route));
    assertThat(route.isDefault()).isTrue();
    assertThat(route.isAdvertised()).isFalse();
  }

  @Test
  void findsEveryWayOfARoute() {
    List<Optional<Route>> routes =
        dump(
            "get-routes-multipath",
            RouteRequests.getUnicastRoutes(AddressFamily.IPV4),
            Route::read);

    assertThat(routes)
        .map(route -> route.orElseThrow().gateways())
        .containsExactly(
            List.of(), List.of(IpAddress.parse("192.0.2.252"), IpAddress.parse("2001:db8::251")));
    assertThat(routes.getLast().orElseThrow().interfaceIndex()).isEqualTo(3);
  }

  private static void assertAccepted(String name, Message request) {
    Captured captured = Captured.read("route/" + name);
    assertThat(captured.encoded(request)).isEqualTo(captured.request());
    assertThat(captured.replayed().execute(request)).isEqualTo(Answer.ACCEPTED);
  }

  private static <T> List<T> query(
      String name, Message question, Function<AttributeReader, T> read) {
    Captured captured = Captured.read("route/" + name);
    List<T> found = new ArrayList<>();
    assertThat(captured.encoded(question)).isEqualTo(captured.request());
    assertThat(captured.replayed().query(question, (_, reply) -> found.add(read.apply(reply))))
        .isEqualTo(Answer.ACCEPTED);
    return found;
  }

  private static <T> List<T> dump(
      String name, Message question, Function<AttributeReader, T> read) {
    Captured captured = Captured.read("route/" + name);
    List<T> found = new ArrayList<>();
    assertThat(captured.encoded(question)).isEqualTo(captured.request());
    assertThat(captured.replayed().dump(question, (_, reply) -> found.add(read.apply(reply))))
        .isEqualTo(Answer.ACCEPTED);
    return found;
  }
}
