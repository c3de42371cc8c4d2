package dev.lvs.agent.fence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.InFreshNamespace;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.netlink.nft.FenceBatch;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.syscall.NetlinkSocket;
import dev.lvs.net.IpAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The contract in a kernel, each test in a network namespace of its own. */
@Tag("kernel")
@ExtendWith(InFreshNamespace.class)
class RealFenceIT implements FenceContract {
  @TempDir private Path directory;

  @BeforeEach
  void addDevices() throws Exception {
    ip(
        "link set lo up",
        "link add eth0 type veth peer name peer0",
        "link set eth0 up",
        "link set peer0 up");
  }

  @Override
  public Fence open(String process) {
    return new KernelFence(exchange(), process);
  }

  @Override
  public void pass(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void flush() {
    try (Exchange exchange = exchange()) {
      exchange.transact(new FenceBatch().deleteTable().end());
    }
  }

  @Test
  void comesBackWithADeviceAndKeepsTheGate() throws Exception {
    ip("link add eth1 type veth peer name peer1");
    FenceShape both = new FenceShape(SHAPE.groups(), Set.of("eth0", "eth1"));
    try (Fence fence = open("aa")) {
      assertThat(fence.shape(both).isDone()).isTrue();
      fence.gate("edge-0").arm(Slot.A, LONG);
      fence.gate("edge-0").commit(Slot.A);

      ip("link del eth1");
      ip("link add eth1 type veth peer name peer1");
      assertThat(fence.shape(both).isDone()).isTrue();

      assertThat(fence.look().damage()).isEmpty();
      assertThat(fence.look().gates().get("edge-0")).matches(GateState::isOpen);
    }
  }

  @Test
  void fencesTheOtherDevicesWhereOneIsMissing() throws Exception {
    FenceShape more = new FenceShape(SHAPE.groups(), Set.of("eth0", "eth7"));
    try (Fence fence = open("aa")) {
      FenceAnswer answer = fence.shape(more);

      assertThat(answer.toString()).contains("eth7", "no such interface");
      assertThat(fence.look().damage())
          .hasValueSatisfying(text -> assertThat(text).contains("eth7"));
      assertThat(fence.gate("edge-0").arm(Slot.A, LONG).isDone()).isTrue();
      ip("link add eth7 type veth peer name peer7");
      assertThat(fence.shape(more).isDone()).isTrue();
      assertThat(fence.look().damage()).isEmpty();
    }
  }

  @Test
  void knowsWhichDevicesCanCarryIt() throws Exception {
    ip("link add br0 type bridge");
    try (Exchange netfilter = exchange();
        Exchange route = new Exchange(new NetlinkSocket(Netlink.NETLINK_ROUTE))) {
      FenceSupport support =
          FenceSupport.of(netfilter, Links.read(route), Set.of("eth0", "br0", "lo", "eth7"));

      assertThat(support.refused()).containsOnlyKeys("lo", "eth7");
      assertThat(support.refused().get("lo")).contains("not Ethernet", "bgp");
      assertThat(support.refused().get("eth7")).contains("no such interface");
      try (Fence fence = open("aa")) {
        assertThat(fence.look().damage()).as("nothing was changed").isEmpty();
      }
    }
  }

  @Test
  void holdsATableOfAnyLength() {
    FenceShape large =
        new FenceShape(
            Map.of(
                "edge-0",
                IntStream.range(0, 1000)
                    .boxed()
                    .flatMap(
                        n ->
                            Stream.of(
                                IpAddress.ipv4(0xc6336400 + n),
                                IpAddress.ipv6(0x20010db800000000L, n)))
                    .collect(Collectors.toSet())),
            Set.of("eth0"));
    try (Fence fence = open("aa")) {
      assertThat(fence.shape(large).isDone()).isTrue();
      assertThat(fence.look().damage()).isEmpty();
      assertThat(fence.shape(SHAPE).isDone()).isTrue();
      assertThat(fence.look().damage()).isEmpty();
    }
  }

  private static Exchange exchange() {
    return new Exchange(new NetlinkSocket(Netlink.NETLINK_NETFILTER));
  }

  /** Runs lines of ip(8) in the namespace of this thread. */
  private void ip(String... lines) throws Exception {
    Path batch = Files.write(directory.resolve("batch"), List.of(lines));
    Process process =
        new ProcessBuilder("ip", "-batch", batch.toString()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
