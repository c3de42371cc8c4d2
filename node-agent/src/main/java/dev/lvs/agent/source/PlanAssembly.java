package dev.lvs.agent.source;

import dev.lvs.agent.retry.Backoff;
import dev.lvs.api.v1alpha1.NodePlanPart;
import dev.lvs.api.v1alpha1.NodePlanPartSpec;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.parts.PartTree;
import dev.lvs.parts.StoredPlan;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assembles plans that the API server has in parts, and passes them on.
 *
 * <p>A part never changes, so those that the next plan names too are not read again; the others are
 * read one at a time, on a thread of its own, which starts with the first plan in parts, so that
 * the watch is not blocked. While a part cannot be read, it is retried, and the plan before stays
 * in force.
 */
final class PlanAssembly implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PlanAssembly.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration FOREVER = Duration.ofDays(365);

  /** A part that is missing at first may belong to a plan that is not in force any more. */
  private static final int QUIET_FAILURES = 2;

  private final KubernetesClient client;
  private final Consumer<PlanNews> finished;
  private final Latest<PlanNews> begun = new Latest<>();
  private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  private final Map<String, NodePlanPartSpec> held = new HashMap<>();

  /** Names of the parts of the last plan that was whole. */
  private Set<String> whole = Set.of();

  private volatile @Nullable Thread thread;
  private int failures;
  private String told = "";

  /**
   * @param finished given each plan when it is whole, and whatever cannot be read
   */
  PlanAssembly(KubernetesClient client, Consumer<PlanNews> finished) {
    this.client = client;
    this.finished = finished;
  }

  /**
   * Takes what the NodePlan says now, and returns at once. What is not finished of the news before
   * is given up. Called by one thread.
   */
  void take(PlanNews news) {
    if (thread == null) {
      if (!isInParts(news)) {
        finished.accept(news);
        return;
      }
      thread = Thread.ofPlatform().name("lvs-parts").daemon().start(this::run);
    }
    begun.put(news);
  }

  @Override
  public void close() {
    begun.close();
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void run() {
    try {
      Optional<PlanNews> current = Optional.empty();
      Duration pause = FOREVER;
      while (!begun.isClosed()) {
        Optional<PlanNews> newer = begun.take(pause);
        if (newer.isPresent()) {
          current = newer;
          forgetFailures();
        }
        if (current.isEmpty() || isOver(current.get())) {
          current = Optional.empty();
          pause = FOREVER;
        } else {
          pause = backoff.afterFailure();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isInParts(PlanNews news) {
    return news instanceof PlanNews.Plan plan && !plan.spec().parts().isEmpty();
  }

  /** A defect in one plan ends that plan, and is said; the thread waits for the next. */
  private boolean isOver(PlanNews news) {
    try {
      return isDone(news);
    } catch (RuntimeException e) {
      LOG.error("A plan cannot be put together, which is a defect of this program.", e);
      finished.accept(
          new PlanNews.Unreadable(
              news.generation(), "The plan cannot be put together: " + e + "; see the log."));
      return true;
    }
  }

  private boolean isDone(PlanNews news) {
    return switch (news) {
      case PlanNews.Unreadable unreadable -> {
        finished.accept(unreadable);
        yield true;
      }
      case PlanNews.Plan plan -> {
        Optional<String> lacking = read(plan.spec());
        if (lacking.isPresent()) {
          tell(plan, lacking.get());
        } else {
          finish(plan);
        }
        yield lacking.isEmpty();
      }
    };
  }

  private void finish(PlanNews.Plan plan) {
    PartTree parts = PartTree.of(plan.spec(), this::held);
    whole = parts.names();
    held.keySet().retainAll(whole);
    finished.accept(
        new PlanNews.Plan(plan.generation(), StoredPlan.join(plan.spec(), parts), plan.problems()));
  }

  private Optional<NodePlanPartSpec> held(String name) {
    return Optional.ofNullable(held.get(name));
  }

  /**
   * Reads the parts that are not held yet; returns what is wrong with the first that is lacking.
   */
  private Optional<String> read(NodePlanSpec primary) {
    // those of a plan that was given up count too: under many changes it is never begun anew
    Set<String> needed = new HashSet<>(whole);
    needed.addAll(PartTree.of(primary, this::held).names());
    held.keySet().retainAll(needed);
    return read(primary.parts());
  }

  private Optional<String> read(List<String> names) {
    for (String name : names) {
      Optional<String> lacking = held.containsKey(name) ? Optional.empty() : read(name);
      if (lacking.isEmpty()) {
        lacking = read(Objects.requireNonNull(held.get(name)).parts());
      }
      if (lacking.isPresent()) {
        return lacking;
      }
    }
    return Optional.empty();
  }

  private Optional<String> read(String name) {
    try {
      NodePlanPart part = client.resources(NodePlanPart.class).withName(name).get();
      if (part == null) {
        return Optional.of("NodePlanPart " + name + " is missing; see whether lvs-operator runs");
      }
      held.put(name, part.getSpec());
      return Optional.empty();
    } catch (KubernetesClientException | IllegalArgumentException e) {
      return Optional.of(
          "NodePlanPart %s cannot be read: %s; see that the API server is up and grants the rights of deploy/kustomize, and update the node-agent if it is older than the operator"
              .formatted(name, Causes.innermost(e)));
    }
  }

  private void tell(PlanNews.Plan plan, String lacking) {
    failures++;
    if (failures > QUIET_FAILURES && !lacking.equals(told)) {
      told = lacking;
      finished.accept(
          new PlanNews.Unreadable(
              plan.generation(),
              "NodePlan %s is not whole: %s. It is tried again."
                  .formatted(plan.spec().nodeName(), lacking)));
    }
  }

  private void forgetFailures() {
    backoff.afterSuccess();
    failures = 0;
    told = "";
  }
}
