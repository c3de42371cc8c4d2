package dev.lvs.agent.fence;

import java.time.Duration;

class FakeFenceTest implements FenceContract {
  private long now;
  private final FakeFence.Node node = new FakeFence.Node(() -> now);

  @Override
  public Fence open(String process) {
    return new FakeFence(node, process);
  }

  @Override
  public void pass(Duration time) {
    now += time.toNanos();
  }

  @Override
  public void flush() {
    node.flush();
  }
}
