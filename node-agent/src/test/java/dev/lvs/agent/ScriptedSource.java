package dev.lvs.agent;

import dev.lvs.agent.inbox.Deadline;
import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.source.PlanNews;
import dev.lvs.agent.source.PlanSource;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A source that plays a script, one step each time the agent comes round, and then ends the agent.
 * No time passes by itself.
 */
final class ScriptedSource implements PlanSource {
  private final Inbox inbox =
      new Inbox(InstantSource.fixed(Instant.EPOCH.plusSeconds(100)), List.of());
  private final Deque<Runnable> steps = new ArrayDeque<>();
  private final List<NodePlanStatus> statuses = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private Consumer<PlanNews> taker = _ -> {};
  private @Nullable Agent agent;
  private long generation;
  private boolean noPlan;

  /** The agent that is to be ended. */
  void drives(Agent driven) {
    agent = driven;
  }

  /** The inbox of the agent. */
  Inbox inbox() {
    return inbox;
  }

  ScriptedSource plan(NodePlanSpec spec) {
    long next = ++generation;
    return news(new PlanNews.Plan(next, spec, List.of()));
  }

  ScriptedSource news(PlanNews news) {
    return step(() -> taker.accept(news));
  }

  /** The time comes to look at the kernel, and there is no other plan. */
  ScriptedSource nothing() {
    return meanwhile(() -> {});
  }

  /** Something happens before that time comes. */
  ScriptedSource meanwhile(Runnable event) {
    return step(
        () -> {
          event.run();
          inbox.wakeAfter(Deadline.LOOK, Duration.ZERO);
        });
  }

  /** It turns out that there is no plan. */
  ScriptedSource withoutPlan() {
    return meanwhile(() -> noPlan = true);
  }

  /** Something happens, and it is not yet time to look at the kernel. */
  ScriptedSource step(Runnable event) {
    steps.add(event);
    return this;
  }

  @Override
  public void begin(Consumer<PlanNews> news) {
    taker = news;
  }

  @Override
  public boolean hasNoPlan() {
    return noPlan;
  }

  @Override
  public void turn() {
    pauses.add(inbox.until(Deadline.LOOK).orElseThrow());
    if (!steps.isEmpty()) {
      steps.remove().run();
    } else if (agent != null) {
      agent.close();
    }
  }

  @Override
  public void report(NodePlanStatus status) {
    statuses.add(status);
  }

  @Override
  public void close() {}

  List<NodePlanStatus> statuses() {
    return statuses;
  }

  NodePlanStatus lastStatus() {
    return statuses.getLast();
  }

  /** Returns how long the agent was ready to leave the kernel alone at each step. */
  List<Duration> pauses() {
    return pauses;
  }
}
