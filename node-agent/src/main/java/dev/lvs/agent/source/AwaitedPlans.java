package dev.lvs.agent.source;

import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plan source for callers that block until a plan arrives, instead of an inbox. */
public final class AwaitedPlans implements AutoCloseable {
  /** Interval at which the source may look to itself while it is waited for. */
  private static final Duration TURN = Duration.ofSeconds(5);

  private final PlanSource source;
  private final Latest<PlanNews> box = new Latest<>();
  private @Nullable PlanNews given;
  private boolean begun;

  /**
   * @param source begins with the first wait; closed together with this
   */
  public AwaitedPlans(PlanSource source) {
    this.source = source;
  }

  /**
   * Waits for something new, by when what was given before counts as seen to.
   *
   * @return empty when there is nothing new after this long, or the source is closed
   */
  public Optional<PlanNews> await(Duration patience) throws InterruptedException {
    begin();
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      long left = Math.max(0, deadline - System.nanoTime());
      Optional<PlanNews> news = box.take(Duration.ofNanos(Math.min(left, TURN.toNanos())));
      if (news.isPresent()) {
        given = news.get();
        return news;
      }
      if (box.isClosed() || deadline - System.nanoTime() <= 0) {
        return news;
      }
      source.turn();
    }
  }

  private void begin() {
    if (!begun) {
      begun = true;
      source.begin(box::put);
    }
    PlanNews before = given;
    if (before != null) {
      given = null;
      source.seenTo(before);
    }
  }

  /** Says what became of a plan. */
  public void report(NodePlanStatus status) {
    source.report(status);
  }

  /** The addresses at which plans are got over the network. */
  public Set<IpAddress> servers() {
    return source.servers();
  }

  @Override
  public void close() {
    box.close();
    source.close();
  }
}
