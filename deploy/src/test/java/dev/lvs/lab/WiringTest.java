package dev.lvs.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WiringTest {

  private final Machine director = Machine.named("d", "10.1.210.51", "192.0.2.1").via("10.1.210.1");
  private final Wiring wiring =
      new Wiring(Topology.of(director, Machine.named("web", "192.0.2.21")));

  @Test
  void putsEveryNetworkOnItsBridge() {
    assertThat(wiring.cables())
        .containsExactly(
            "link add br0 type bridge mcast_snooping 0",
            "link set br0 up",
            "link add br1 type bridge mcast_snooping 0",
            "link set br1 up",
            "link add p0 type veth peer name e0 address 02:00:0a:01:d2:33 netns d",
            "link set p0 master br0 up",
            "link add p1 type veth peer name e1 address 02:00:c0:00:02:01 netns d",
            "link set p1 master br1 up",
            "link add p2 type veth peer name e0 address 02:00:c0:00:02:15 netns web",
            "link set p2 master br1 up");
  }

  @Test
  void givesAMachineItsAddressesAndItsRoute() {
    assertThat(Wiring.setUp(director))
        .containsExactly(
            "link set lo up",
            "addr add 10.1.210.51/24 dev e0",
            "addr add 192.0.2.1/24 dev e1",
            "link set e0 up",
            "link set e1 up",
            "route add default via 10.1.210.1");
  }

  @Test
  void putsAnIpv6AddressBesideEachOfIpv4() {
    assertThat(Wiring.setUp(director.dualStack()))
        .contains(
            "addr add 2001:db8:210::51/64 dev e0",
            "addr add 2001:db8:2::1/64 dev e1",
            "route add default via 2001:db8:210::1");
  }

  @Test
  void takesAwayWhatItMade() {
    assertThat(wiring.removal())
        .containsExactly("netns del switch", "netns del d", "netns del web");
  }
}
