package dev.lvs.agent.kernel.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.fake.FakeKernel;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.DummyDevice;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Dump;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.route.InterfaceAddress;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.netlink.route.RouteRequests;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VipLifetimesTest {
  private static final String BGP = DummyDevice.BGP.name();
  private static final Vip FOUR = new Vip(IpAddress.parse("192.0.2.10"), BGP);
  private static final Vip SIX = new Vip(IpAddress.parse("2001:db8::10"), BGP);
  private static final Vip OTHER = new Vip(IpAddress.parse("192.0.2.11"), "eth0");

  private final FakeKernel kernel = new FakeKernel();
  private final Exchange route = new Exchange(kernel.route());
  private final AtomicLong clock = new AtomicLong();
  private final VipLifetimes lifetimes =
      new VipLifetimes(() -> new Exchange(kernel.route()), clock::get);

  @BeforeEach
  void addVips() {
    assertThat(route.execute(RouteRequests.newDummy(DummyDevice.BGP)))
        .isInstanceOf(Answer.Accepted.class);
    List.of(FOUR, SIX, OTHER).forEach(this::add);
  }

  @AfterEach
  void close() {
    lifetimes.close();
    route.close();
  }

  @Test
  void aVipIsAddedWithItsLifetime() {
    assertThat(valid()).isEqualTo(Map.of(FOUR, 10L, SIX, 10L, OTHER, InterfaceAddress.FOREVER));
  }

  @Test
  void renewsThoseThatStandAndAreDynamic() {
    route.execute(RouteRequests.setAddress(address(FOUR).valid(1)));
    route.execute(RouteRequests.setAddress(address(SIX).valid(1)));

    keep(FOUR, OTHER);
    assertThat(valid()).isEqualTo(Map.of(FOUR, 10L, SIX, 1L, OTHER, InterfaceAddress.FOREVER));

    route.execute(RouteRequests.setAddress(address(FOUR).valid(1)));
    lifetimes.renew();
    assertThat(valid()).containsEntry(FOUR, 10L).containsEntry(SIX, 1L);
  }

  @Test
  void neverSourcesStaySo() {
    keep(SIX);
    lifetimes.renew();

    assertThat(read().stream().filter(one -> one.address().equals(SIX.address())))
        .extracting(InterfaceAddress::preferredSeconds)
        .containsExactly(0L);
  }

  /** The kernel would add it again. */
  @Test
  void bringsNothingBackThatARoundIsAboutToDelete() {
    keep(FOUR, SIX);

    lifetimes.release(FOUR);
    route.execute(RouteRequests.deleteAddress(address(FOUR)));
    lifetimes.renew();

    assertThat(valid()).doesNotContainKey(FOUR).containsEntry(SIX, 10L);
  }

  @Test
  void bringsNothingBackThatRanOutWhileTheProcessStoodStill() {
    keep(FOUR, SIX);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(60));
    route.execute(RouteRequests.deleteAddress(address(FOUR)));

    lifetimes.renew();
    assertThat(valid()).doesNotContainKey(FOUR);

    add(FOUR);
    route.execute(RouteRequests.setAddress(address(FOUR).valid(1)));
    keep(FOUR, SIX);
    assertThat(valid()).as("the next round").containsEntry(FOUR, 10L);
  }

  @Test
  void leavesThemForTheNextProcess() {
    keep(FOUR, SIX);

    lifetimes.close();

    assertThat(valid()).containsEntry(FOUR, 45L).containsEntry(SIX, 45L);
  }

  private void keep(Vip... vips) {
    lifetimes.keep(List.of(vips), () -> Links.read(route));
  }

  private void add(Vip vip) {
    assertThat(route.execute(RouteRequests.newAddress(address(vip))))
        .isInstanceOf(Answer.Accepted.class);
  }

  private InterfaceAddress address(Vip vip) {
    return VipLifetimes.address(vip, Links.read(route).find(vip.device()).orElseThrow());
  }

  private Map<Vip, Long> valid() {
    Links links = Links.read(route);
    Map<Vip, Long> valid = new HashMap<>();
    for (InterfaceAddress one : read()) {
      String device = links.find(one.interfaceIndex()).orElseThrow().name();
      Vip vip = new Vip(one.address(), device);
      if (List.of(FOUR, SIX, OTHER).contains(vip)) {
        valid.put(vip, one.validSeconds());
      }
    }
    return valid;
  }

  private List<InterfaceAddress> read() {
    List<InterfaceAddress> all = new ArrayList<>();
    Dump.of(
        route,
        "addresses",
        RouteRequests.getAddresses(),
        all::clear,
        reply -> InterfaceAddress.read(reply).ifPresent(all::add));
    return all;
  }
}
