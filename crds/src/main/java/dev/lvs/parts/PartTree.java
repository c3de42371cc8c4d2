package dev.lvs.parts;

import dev.lvs.api.v1alpha1.NodePlanPartSpec;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Function;

/**
 * The parts of a plan, found by following names from the primary object on.
 *
 * @param names of all parts that are led to, there or not
 * @param runs the parts in the order of what they hold, as far as they are there
 * @param missing the first that is not there
 */
public record PartTree(
    SequencedSet<String> names, List<NodePlanPartSpec> runs, Optional<String> missing) {
  public PartTree {
    names = Collections.unmodifiableSequencedSet(names);
    runs = List.copyOf(runs);
  }

  /**
   * Follows the names that {@code primary} has.
   *
   * @param parts finds a part by its name; called once for each, in their order
   */
  public static PartTree of(
      NodePlanSpec primary, Function<String, Optional<NodePlanPartSpec>> parts) {
    SequencedSet<String> names = new LinkedHashSet<>();
    List<NodePlanPartSpec> runs = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    follow(primary.parts(), parts, names, runs, missing);
    return new PartTree(names, runs, missing.stream().findFirst());
  }

  public boolean isWhole() {
    return missing.isEmpty();
  }

  private static void follow(
      List<String> named,
      Function<String, Optional<NodePlanPartSpec>> parts,
      SequencedSet<String> names,
      List<NodePlanPartSpec> runs,
      List<String> missing) {
    for (String name : named) {
      // none that the operator wrote is named twice, and one that others wrote ends no reader
      if (names.add(name)) {
        Optional<NodePlanPartSpec> part = parts.apply(name);
        part.ifPresentOrElse(
            it -> {
              runs.add(it);
              follow(it.parts(), parts, names, runs, missing);
            },
            () -> missing.add(name));
      }
    }
  }
}
