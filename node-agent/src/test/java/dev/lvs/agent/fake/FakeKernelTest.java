package dev.lvs.agent.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.fake.Reaction.Dump;
import dev.lvs.agent.fake.Reaction.Item;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.model.device.TunnelKind;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Answer.Loss;
import dev.lvs.agent.netlink.Answer.Refused;
import dev.lvs.agent.netlink.Answer.Unknown;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Captured;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.GenericFamily;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.Visitor;
import dev.lvs.agent.netlink.route.InterfaceAddress;
import dev.lvs.agent.netlink.route.Link;
import dev.lvs.agent.netlink.route.Route;
import dev.lvs.agent.netlink.route.RouteRequests;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FakeKernelTest {
  private static final IpAddress VIP = IpAddress.parse("192.0.2.1");
  private static final int ETH0 = 2;

  private final FakeKernel kernel = new FakeKernel();
  private final Exchange generic = new Exchange(kernel.generic());
  private final Exchange route = new Exchange(kernel.route());

  @Test
  void dumpsTheBytesOfARealKernel() {
    Captured service = Captured.read("ipvs/new-service");
    Captured destination = Captured.read("ipvs/new-destination");
    FakeIpvs ipvs = new FakeIpvs(new FakeRouting());
    ipvs.react(0, 0, payload(service.request()));
    ipvs.react(0, 0, payload(destination.request()));

    Reaction services = ipvs.react(0, 0x300, payload(Captured.read("ipvs/get-services").request()));
    Reaction destinations =
        ipvs.react(0, 0x300, payload(Captured.read("ipvs/get-destinations").request()));

    // captured for TCP 10.200.0.0:80 and 10.100.0.0:8080
    Captured unpadded = Captured.read("ipvs/dump-unpadded");
    assertThat(hex(services)).isEqualTo(hex(unpadded.reply(0)).replace("0ac80000", "0a000001"));
    assertThat(hex(destinations))
        .isEqualTo(hex(unpadded.reply(2)).replace("0a640000", "0a000002").replace("1f90", "0050"));
  }

  @Test
  void hasNoFamilyWithoutIpvs() {
    kernel.withoutIpvs();

    assertThat(GenericFamily.resolve(generic, "IPVS")).isEqualTo(new GenericFamily.Absent("IPVS"));
  }

  @Test
  void keepsAddressesOfItsInterfaces() {
    InterfaceAddress vip = InterfaceAddress.ofHost(ETH0, VIP);

    assertThat(route.execute(RouteRequests.newAddress(vip))).isEqualTo(Answer.ACCEPTED);
    assertThat(route.execute(RouteRequests.newAddress(vip)))
        .isEqualTo(new Refused(Errno.EEXIST, Optional.of("ipv4: Address already assigned")));
    assertThat(addresses()).containsExactly(VIP);
    assertThat(route.execute(RouteRequests.deleteAddress(vip))).isEqualTo(Answer.ACCEPTED);
    assertThat(route.execute(RouteRequests.deleteAddress(vip)))
        .isEqualTo(new Refused(Errno.EADDRNOTAVAIL, Optional.of("ipv4: Address not found")));
    assertThat(addresses()).isEmpty();
  }

  @Test
  void createsAndDeletesTunnels() {
    Message tunnel = RouteRequests.newTunnel(new TunnelDevice("lvs0", TunnelKind.IPIP, VIP));

    assertThat(route.execute(tunnel)).isEqualTo(Answer.ACCEPTED);
    assertThat(route.execute(tunnel)).isEqualTo(new Refused(Errno.EEXIST, Optional.empty()));

    Link link = links().getLast();
    assertThat(link.kind()).isEqualTo("ipip");
    assertThat(link.isUp()).isTrue();
    assertThat(link.tunnel().orElseThrow().local()).isEqualTo(VIP);
    assertThat(route.execute(RouteRequests.deleteLink(link.index()))).isEqualTo(Answer.ACCEPTED);
    assertThat(links()).extracting(Link::name).containsExactly("lo", "eth0");
  }

  @Test
  void routesByTheLongestPrefix() {
    IpAddress any = IpAddress.parse("0.0.0.0");
    IpAddress gateway = IpAddress.parse("192.0.2.254");
    int eth1 = kernel.addEthernet("eth1");
    route.execute(RouteRequests.newRoute(new Route(any, 0, 254, 1, ETH0, List.of(gateway), 4, 0)));
    route.execute(RouteRequests.newRoute(new Route(gateway, 24, 254, 1, eth1, List.of(), 4, 0)));

    assertThat(interfaceTo("203.0.113.1")).contains(ETH0);
    assertThat(interfaceTo("192.0.2.7")).contains(eth1);
  }

  @Test
  void losesRepliesButNotCommands() {
    kernel.loseNextReply();

    Answer answer = route.execute(newVip());

    assertThat(answer).isEqualTo(new Unknown(Loss.OVERRUN));
    assertThat(addresses()).containsExactly(VIP);
  }

  @Test
  void keepsSilentAboutACommandItCarriedOut() {
    kernel.keepSilentOnce();

    assertThat(route.execute(newVip())).isEqualTo(new Unknown(Loss.SILENCE));
    assertThat(addresses()).containsExactly(VIP);
  }

  @Test
  void refusesWhatItIsToldTo() {
    kernel.refuseNextCommand(Errno.EPERM);

    assertThat(route.execute(newVip())).isEqualTo(new Refused(Errno.EPERM, Optional.empty()));
    assertThat(addresses()).isEmpty();
  }

  @Test
  void truncatesAndInterruptsDumpsThatAreTriedAgain() {
    kernel.truncateNextReply();
    assertThat(links()).hasSize(2);

    kernel.interruptNextDumps(2);
    assertThat(links()).hasSize(2);
  }

  @Test
  void countsCommandsAndCalls() {
    route.execute(Collections.nCopies(3, newVip()));

    assertThat(kernel.commands()).isEqualTo(3);
    // one batch out; two refusals for what is there by then, the second of them the last word
    assertThat(kernel.calls()).isEqualTo(3);
  }

  private static Message newVip() {
    return RouteRequests.newAddress(InterfaceAddress.ofHost(ETH0, VIP));
  }

  private List<Link> links() {
    return dump(RouteRequests.getLinks(), Link::read);
  }

  private List<IpAddress> addresses() {
    return dump(
        RouteRequests.getAddresses(),
        payload -> InterfaceAddress.read(payload).orElseThrow().address());
  }

  private Optional<Integer> interfaceTo(String address) {
    List<Integer> found = new ArrayList<>();
    route.query(
        RouteRequests.getRoute(IpAddress.parse(address)),
        (_, payload) -> found.add(Route.read(payload).orElseThrow().interfaceIndex()));
    return found.stream().findFirst();
  }

  private <T> List<T> dump(Message question, Function<AttributeReader, T> read) {
    List<T> found = new ArrayList<>();
    Visitor visitor =
        new Visitor() {
          @Override
          public void restart() {
            found.clear();
          }

          @Override
          public void visit(int type, AttributeReader payload) {
            found.add(read.apply(payload));
          }
        };
    assertThat(route.dump(question, visitor)).isEqualTo(Answer.ACCEPTED);
    return found;
  }

  private static AttributeReader payload(byte[] message) {
    return new AttributeReader(message, 16, message.length);
  }

  private static String hex(Reaction reaction) {
    Item item = ((Dump) reaction).items().getFirst();
    return HexFormat.of().formatHex(item.payload().toArray());
  }

  private static String hex(byte[] message) {
    return HexFormat.of().formatHex(message, 16, message.length);
  }
}
