package dev.lvs.bench;

import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.ledger.Ledger;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.round.Comparison;
import dev.lvs.agent.source.PlanNews.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Counts the calls to the kernel that make changes, apart from those of the observation before. */
record Writing(BenchTable table) {

  /** Calls to netlink for new weights of so many destinations. */
  long calls(int weights) throws Exception {
    return FreshNamespace.run(
        () -> {
          Path state = Scratch.folder("state");
          try (Kernel kernel = Kernel.open();
              Ledger ledger = Ledger.open(state, kernel.life())) {
            make(changes(kernel, ledger, 0), kernel, ledger);
            List<Change> changes = changes(kernel, ledger, weights);
            Sanity.that(changes.size() == weights, "the plan with other weights");
            return SystemCalls.during(() -> make(changes, kernel, ledger)).netlink();
          }
        });
  }

  private List<Change> changes(Kernel kernel, Ledger ledger, int heavier) {
    Plan plan = new Plan(1 + heavier, table.plan(heavier), List.of());
    return Comparison.of(plan, kernel, ledger.ownership(), Set.of()).diff().changes();
  }

  private static List<Outcome> make(List<Change> changes, Kernel kernel, Ledger ledger) {
    List<Outcome> outcomes = kernel.apply(changes, ledger);
    Sanity.that(outcomes.stream().allMatch(Outcome.Applied.class::isInstance), "Kernel.apply");
    return outcomes;
  }
}
