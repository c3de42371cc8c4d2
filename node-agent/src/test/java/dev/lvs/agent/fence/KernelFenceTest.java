package dev.lvs.agent.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.fake.FakeKernel;
import dev.lvs.agent.fence.FenceAnswer.Done;
import dev.lvs.agent.fence.FenceAnswer.Failed;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.net.IpAddress;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KernelFenceTest {
  private static final FenceShape SHAPE =
      new FenceShape(Map.of("edge-0", Set.of(IpAddress.parse("192.0.2.10"))), Set.of("eth0"));

  @Test
  void saysThatTheKernelHasNoNfTables() {
    FakeKernel kernel = new FakeKernel().withoutNft();
    try (Fence fence =
        new KernelFence(new Exchange(kernel.netfilter()), new Exchange(kernel.route()), "aa")) {
      assertThat(fence.remove()).isEqualTo(new Done());
      assertThat(fence.shape(SHAPE)).isInstanceOf(Failed.class);
      assertThat(fence.look().gates()).isEmpty();
    }
  }
}
