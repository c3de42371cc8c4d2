package dev.lvs.agent.report;

import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.api.v1alpha1.KernelFacts;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.PlanReport;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The status of this node in the state directory: the same that an API server would get. */
public record LocalStatus(
    String at, String life, Long seenMillis, Long goodForMillis, Content status)
    implements LocalStatement {

  /** Fields of {@link NodePlanStatus}, by the same names. */
  public record Content(
      @Nullable Long observedGeneration,
      @Nullable String agentVersion,
      @Nullable String roles,
      @Nullable KernelFacts kernel,
      @Nullable Integer services,
      @Nullable Integer destinations,
      @Nullable String lastChange,
      @Nullable PlanReport report,
      List<String> foreign,
      List<State> conditions) {
    public Content {
      foreign = List.copyOf(Objects.requireNonNullElse(foreign, List.of()));
      conditions = List.copyOf(Objects.requireNonNullElse(conditions, List.of()));
    }

    static Content of(NodePlanStatus status) {
      return new Content(
          status.observedGeneration(),
          status.agentVersion(),
          status.roles(),
          status.kernel(),
          status.services(),
          status.destinations(),
          status.lastChange(),
          status.report(),
          status.foreign(),
          status.conditions().stream()
              .map(
                  one ->
                      new State(
                          one.getType(),
                          one.getStatus(),
                          one.getReason(),
                          one.getMessage(),
                          one.getLastTransitionTime()))
              .toList());
    }
  }

  /** A condition: whether something is so, since when, and why. */
  public record State(
      String type, String status, String reason, String message, String lastTransitionTime) {}

  static LocalStatus of(
      NodePlanStatus status, String at, KernelLife life, Duration seen, Duration goodFor) {
    return new LocalStatus(
        at, life.toString(), seen.toMillis(), goodFor.toMillis(), Content.of(status));
  }

  /** The conditions that say that something is not well, or not known. */
  public List<State> troubles() {
    return status.conditions().stream().filter(one -> !one.status().equals("True")).toList();
  }

  /**
   * Returns whether everything that the plan says is in the kernel, and the agent can see to it.
   */
  public boolean isWell() {
    List<String> good =
        status.conditions().stream()
            .filter(one -> one.status().equals("True"))
            .map(State::type)
            .toList();
    return troubles().isEmpty() && good.containsAll(List.of("Programmed", "Ready"));
  }
}
