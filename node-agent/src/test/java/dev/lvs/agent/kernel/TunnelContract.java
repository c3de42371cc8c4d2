package dev.lvs.agent.kernel;

import static dev.lvs.agent.kernel.Samples.TUNNEL;
import static dev.lvs.agent.kernel.Samples.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.device.DeviceChange.AddDevice;
import dev.lvs.agent.kernel.device.DeviceChange.DeleteDevice;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.DummyDevice;
import dev.lvs.agent.model.device.GuePort;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.model.device.TunnelKind;
import dev.lvs.agent.object.Outcome;
import dev.lvs.net.AddressFamily;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract of every kernel, fake and real, for tunnel devices and ports of GUE. */
interface TunnelContract {
  /** The node of this test. */
  TestNode node();

  /** The node of this test from now on. */
  void use(TestNode node);

  @Test
  default void makesAndTakesAwayATunnelDevice() {
    node().apply(new AddDevice(TUNNEL), new AddVip(new Vip(VIP.address(), TUNNEL.name())));

    assertThat(node().observe().devices()).containsExactly(TUNNEL);
    assertThat(node().owned().devices()).containsExactly(TUNNEL);
    assertThat(node().apply(new AddDevice(TUNNEL)).getFirst())
        .isNotInstanceOf(Outcome.Refused.class);

    assertThat(node().apply(new DeleteDevice(TUNNEL)).getFirst())
        .isInstanceOf(Outcome.Applied.class);
    assertThat(node().observe().devices()).isEmpty();
    assertThat(node().observe().vips()).isEmpty();
    assertThat(node().owned().devices()).isEmpty();
  }

  @Test
  default void makesAndTakesAwayADummyDevice() {
    DummyDevice device = DummyDevice.BGP;
    Vip vip = new Vip(VIP.address(), device.name());
    assertThat(node().apply(new AddDevice(device), new AddVip(vip)))
        .allMatch(Outcome.Applied.class::isInstance);

    assertThat(node().observe().devices()).containsExactly(device);
    assertThat(node().observe().vips()).containsExactly(vip);
    assertThat(node().apply(new AddDevice(device)).getFirst())
        .isNotInstanceOf(Outcome.Refused.class);

    assertThat(node().apply(new DeleteDevice(device)).getFirst())
        .isInstanceOf(Outcome.Applied.class);
    assertThat(node().observe().devices()).isEmpty();
    assertThat(node().observe().vips()).isEmpty();
    assertThat(node().owned().devices()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "lvss-1, SIT, 198.51.100.21, false",
    "lvst-1, IP6TNL, 2001:db8:1::21, false",
    "lvsg-1, GRE, 198.51.100.21, false",
    "lvsgc-1, GRE, 198.51.100.21, true",
    "lvshc-1, IP6GRE, 2001:db8:1::21, true"
  })
  default void makesEveryKindOfTunnelDevice(
      String name, TunnelKind kind, String local, boolean checksum) {
    TunnelDevice device = new TunnelDevice(name, kind, Samples.ip(local), checksum);

    assertThat(node().apply(new AddDevice(device))).allMatch(Outcome.Applied.class::isInstance);
    assertThat(node().observe().devices()).containsExactly(device);
    assertThat(node().observe().vips()).as("what the kernel gives it by itself").isEmpty();

    assertThat(node().apply(new DeleteDevice(device))).allMatch(Outcome.Applied.class::isInstance);
    assertThat(node().observe().devices()).isEmpty();
  }

  @Test
  default void namesTheDeviceThatIsThereAlreadyForTheAddress() {
    try (TestNode other = node().somebodyElse()) {
      other.apply(new AddDevice(TUNNEL));
      TunnelDevice twin = new TunnelDevice("lvsi-c6336415", TUNNEL.kind(), TUNNEL.local());

      List<Outcome> outcomes =
          node().apply(new AddDevice(twin), new AddVip(new Vip(VIP.address(), twin.name())));

      assertThat(outcomes.get(0))
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.message()).contains(TUNNEL.name(), "ip link del"));
      assertThat(outcomes.get(1))
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.cause()).isEqualTo(Outcome.Refused.PREREQUISITE));
      assertThat(node().owned().devices()).isEmpty();
    }
  }

  @Test
  default void opensAndClosesPortsOfGue() {
    GuePort four = new GuePort(AddressFamily.IPV4, 6080);
    GuePort six = new GuePort(AddressFamily.IPV6, 6080);

    assertThat(node().apply(new AddDevice(four), new AddDevice(six)))
        .allMatch(Outcome.Applied.class::isInstance);

    assertThat(node().observe().devices()).containsExactly(four, six);
    assertThat(node().owned().devices()).containsExactlyInAnyOrder(four, six);
    use(node().restarted());
    assertThat(node().owned().devices()).containsExactlyInAnyOrder(four, six);
    assertThat(node().apply(new DeleteDevice(four), new DeleteDevice(six), new DeleteDevice(six)))
        .satisfiesExactly(
            one -> assertThat(one).isInstanceOf(Outcome.Applied.class),
            one -> assertThat(one).isInstanceOf(Outcome.Applied.class),
            one -> assertThat(one).isInstanceOf(Outcome.AlreadySo.class));
    assertThat(node().observe().devices()).isEmpty();
    assertThat(node().owned().devices()).isEmpty();
  }

  @Test
  default void doesNotOwnThePortOfGueThatSomebodyElseOpened() {
    GuePort port = new GuePort(AddressFamily.IPV4, 6080);
    try (TestNode other = node().somebodyElse()) {
      other.apply(new AddDevice(port));

      List<Outcome> outcomes = node().apply(new AddDevice(port));

      assertThat(outcomes.getFirst()).isInstanceOf(Outcome.AlreadySo.class);
      assertThat(node().owned().devices()).isEmpty();
    }
  }
}
