package dev.lvs.operator.status.node;

import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.operator.status.condition.Conditions;
import dev.lvs.operator.status.condition.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The condition that the operator itself puts into the status of a NodePlan. */
public final class Responding {
  private static final String TYPE = "Responding";

  private Responding() {}

  /** Of an agent that has not been heard from for this long. */
  public static Condition silent(String node, Duration silence, Instant now) {
    return condition(
        Verdict.no(
            TYPE,
            Trouble.NODE_SILENT,
            "The agent on %s has not been heard from for %d s, so what that node holds and serves is not known; see whether the node is up and lvs-node-agent runs there, and if the node is gone for good, delete its Node."
                .formatted(node, silence.toSeconds())),
        now);
  }

  /** Of an agent that is heard from again. */
  public static Condition heard(String node, Instant now) {
    return condition(
        Verdict.yes(TYPE, TYPE, "The agent on %s is heard from.".formatted(node)), now);
  }

  /** Returns whether an agent is said not to be heard from. */
  public static boolean isDenied(@Nullable NodePlanStatus status) {
    return silence(status).isPresent();
  }

  /** Returns whether the agent itself has not said anything. */
  static boolean isAllOf(NodePlanStatus status) {
    return status.observedGeneration() == null
        && status.agentVersion() == null
        && status.conditions().stream().allMatch(condition -> condition.getType().equals(TYPE));
  }

  /** Returns what is said of an agent that is not heard from; the node's own words are old then. */
  static Optional<Trouble> silence(@Nullable NodePlanStatus status) {
    return status == null
        ? Optional.empty()
        : Conditions.find(status.conditions(), TYPE)
            .filter(condition -> condition.getStatus().equals("False"))
            .map(condition -> new Trouble(Trouble.NODE_SILENT, condition.getMessage()));
  }

  private static Condition condition(Verdict verdict, Instant now) {
    return new ConditionBuilder()
        .withType(verdict.type())
        .withStatus(verdict.truth().text())
        .withReason(verdict.reason())
        .withMessage(verdict.message())
        .withLastTransitionTime(now.truncatedTo(ChronoUnit.SECONDS).toString())
        .build();
  }
}
