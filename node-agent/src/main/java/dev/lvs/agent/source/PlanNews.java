package dev.lvs.agent.source;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import java.util.List;

/** News from a plan source: another plan, or one that cannot be read. */
public sealed interface PlanNews {

  /**
   * A number that tells plans of one source apart: metadata.generation on the API server, the count
   * of different plans that were read from a directory.
   */
  long generation();

  /**
   * Another plan than before.
   *
   * @param problems parts of the input that could not be used; their last good version is in the
   *     plan
   * @param removals treatment of owned objects that are not in it
   */
  record Plan(long generation, NodePlanSpec spec, List<String> problems, Removals removals)
      implements PlanNews {
    public Plan {
      problems = List.copyOf(problems);
    }

    /** One that another may follow. */
    public Plan(long generation, NodePlanSpec spec, List<String> problems) {
      this(generation, spec, problems, Removals.OF_THE_REST);
    }

    /** Returns whether the node is given up, and is to be left as it was found. */
    public boolean isLast() {
      return removals == Removals.OF_ALL;
    }

    /** The same for whoever knows that nothing is lost by it. */
    public Plan removingTheRest() {
      return removals == Removals.NOT_YET ? new Plan(generation, spec, problems) : this;
    }
  }

  /** Treatment of owned objects that are not in a plan. */
  enum Removals {
    /** It is taken away. */
    OF_THE_REST,
    /** It stays, because the plan is not known to say all. */
    NOT_YET,
    /** It is taken away, and the node is given up. */
    OF_ALL
  }

  /**
   * There is another plan, but it cannot be read; the last one that could be stays in force.
   *
   * @param message a sentence for the user: what is wrong, where, what to do
   */
  record Unreadable(long generation, String message) implements PlanNews {}
}
