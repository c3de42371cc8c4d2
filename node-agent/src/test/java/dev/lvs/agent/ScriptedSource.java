package dev.lvs.agent;

import dev.lvs.agent.source.PlanNews;
import dev.lvs.agent.source.PlanSource;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A source that plays a script, one step for each time the agent asks, and then ends the agent. */
final class ScriptedSource implements PlanSource {
  private final Deque<Supplier<Optional<PlanNews>>> steps = new ArrayDeque<>();
  private final List<NodePlanStatus> statuses = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private @Nullable Agent agent;
  private long generation;

  /** The agent that is to be ended. */
  void drives(Agent driven) {
    agent = driven;
  }

  ScriptedSource plan(NodePlanSpec spec) {
    long next = ++generation;
    return news(new PlanNews.Plan(next, spec, List.of()));
  }

  ScriptedSource news(PlanNews news) {
    steps.add(() -> Optional.of(news));
    return this;
  }

  /** Time passes, and there is no other plan. */
  ScriptedSource nothing() {
    return meanwhile(() -> {});
  }

  /** Something happens, and there is no other plan. */
  ScriptedSource meanwhile(Runnable event) {
    steps.add(
        () -> {
          event.run();
          return Optional.empty();
        });
    return this;
  }

  @Override
  public Optional<PlanNews> await(Duration patience) {
    pauses.add(patience);
    if (steps.isEmpty()) {
      if (agent != null) {
        agent.close();
      }
      return Optional.empty();
    }
    return steps.remove().get();
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

  /** How long the agent was ready to wait at each step. */
  List<Duration> pauses() {
    return pauses;
  }
}
