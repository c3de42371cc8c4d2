package dev.lvs.agent.source;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import java.util.List;

/** What a source has to say. */
public sealed interface PlanNews {

  /**
   * A number that tells plans of one source apart: metadata.generation on the API server, the count
   * of different plans that were read from a directory.
   */
  long generation();

  /**
   * Another plan than before.
   *
   * @param problems what of the input could not be taken over; its last good version is in the plan
   * @param isLast whether the node is given up, and is to be left as it was found
   */
  record Plan(long generation, NodePlanSpec spec, List<String> problems, boolean isLast)
      implements PlanNews {
    public Plan {
      problems = List.copyOf(problems);
    }

    /** One that another may follow. */
    public Plan(long generation, NodePlanSpec spec, List<String> problems) {
      this(generation, spec, problems, false);
    }
  }

  /**
   * There is another plan, but it cannot be read; the last one that could be stays in force.
   *
   * @param message a sentence for the user: what is wrong, where, what to do
   */
  record Unreadable(long generation, String message) implements PlanNews {}
}
