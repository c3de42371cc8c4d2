package dev.lvs.agent.kernel;

import dev.lvs.agent.ledger.Ledger;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.GroupedChange;
import dev.lvs.agent.object.Outcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Carries out changes in runs: changes of one batch, none of which depends on the answer about
 * another. A run is claimed with one write, applied with one exchange, and recorded before the
 * next.
 */
final class BatchExecutor {
  private final Ledger ledger;
  private final Prerequisites prerequisites;
  private final Function<List<Change>, List<Outcome>> carryOut;

  /**
   * @param carryOut makes changes of one kind and gives one outcome for each
   */
  BatchExecutor(
      Ledger ledger, Prerequisites prerequisites, Function<List<Change>, List<Outcome>> carryOut) {
    this.ledger = ledger;
    this.prerequisites = prerequisites;
    this.carryOut = carryOut;
  }

  List<Outcome> apply(List<? extends Change> changes) {
    Outcome[] outcomes = new Outcome[changes.size()];
    for (BitSet run : divide(changes)) {
      make(run, changes, outcomes);
    }
    return List.of(outcomes);
  }

  /** The runs, as places in the list. */
  private static List<BitSet> divide(List<? extends Change> changes) {
    List<BitSet> runs = new ArrayList<>();
    int from = 0;
    while (from < changes.size()) {
      Object batch = changes.get(from).batch();
      int to = from + 1;
      while (to < changes.size() && changes.get(to).batch().equals(batch)) {
        to++;
      }
      addRuns(changes, from, to, runs);
      from = to;
    }
    return runs;
  }

  /**
   * Divides neighbours of one batch: what opens a group, as new virtual servers do, goes first, all
   * in one run, because whatever is done inside of it waits for the answer about it.
   */
  private static void addRuns(List<? extends Change> changes, int from, int to, List<BitSet> runs) {
    Set<Object> mentioned = new HashSet<>();
    BitSet first = new BitSet();
    for (int i = from; i < to; i++) {
      if (changes.get(i) instanceof GroupedChange change
          && mentioned.add(change.group())
          && change.opensGroup()) {
        first.set(i);
      }
    }
    runs.add(first);
    Set<Object> unanswered = new HashSet<>();
    BitSet run = new BitSet();
    for (int i = first.nextClearBit(from); i < to; i = first.nextClearBit(i + 1)) {
      if (changes.get(i) instanceof GroupedChange change) {
        if (unanswered.contains(change.group())) {
          runs.add(run);
          run = new BitSet();
          unanswered.clear();
        }
        if (change.opensGroup()) {
          unanswered.add(change.group());
        }
      }
      run.set(i);
    }
    runs.add(run);
  }

  private void make(BitSet run, List<? extends Change> changes, Outcome[] outcomes) {
    List<Change> possible = new ArrayList<>(run.cardinality());
    for (int place = run.nextSetBit(0); place >= 0; place = run.nextSetBit(place + 1)) {
      Change change = changes.get(place);
      Optional<Outcome.Refused> refusal = prerequisites.refusalOf(change);
      if (refusal.isPresent()) {
        outcomes[place] = refusal.get();
        run.clear(place);
      } else {
        possible.add(change);
      }
    }
    if (possible.isEmpty()) {
      return;
    }
    BitSet fresh = ledger.claim(possible);
    List<Outcome> made = carryOut.apply(possible);
    ledger.settle(made, fresh);
    int place = -1;
    for (int i = 0; i < made.size(); i++) {
      place = run.nextSetBit(place + 1);
      prerequisites.note(made.get(i), fresh.get(i));
      outcomes[place] = made.get(i);
    }
  }
}
