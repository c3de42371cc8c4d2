package dev.lvs.agent.kernel;

import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.Change.AddService;
import dev.lvs.agent.model.Change.AddTunnel;
import dev.lvs.agent.model.Change.AddVip;
import dev.lvs.agent.model.Change.DeleteTable;
import dev.lvs.agent.model.Change.DeleteTunnel;
import dev.lvs.agent.model.Change.DeleteVip;
import dev.lvs.agent.model.Change.IpvsChange;
import dev.lvs.agent.model.Change.ReplaceTable;
import dev.lvs.agent.model.Change.RestoreSysctl;
import dev.lvs.agent.model.Change.RestoreTimeout;
import dev.lvs.agent.model.Change.SetSysctl;
import dev.lvs.agent.model.Change.SetTimeout;
import dev.lvs.agent.model.Change.StartDaemon;
import dev.lvs.agent.model.Change.StopDaemon;
import dev.lvs.agent.model.Outcome;
import dev.lvs.agent.model.ServiceKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Carries out changes in runs: changes of one subsystem, none of which depends on the answer about
 * another. A run is claimed with one write, made with one exchange, and settled before the next.
 */
final class Runs {
  private enum Subsystem {
    IPVS,
    TUNNELS,
    TABLE,
    ADDRESSES,
    SYSCTLS,
    TIMEOUTS,
    STOPPED_DAEMONS,
    STARTED_DAEMONS;

    static Subsystem of(Change change) {
      return switch (change) {
        case IpvsChange _ -> IPVS;
        case AddTunnel _, DeleteTunnel _ -> TUNNELS;
        case ReplaceTable _, DeleteTable _ -> TABLE;
        case AddVip _, DeleteVip _ -> ADDRESSES;
        case SetSysctl _, RestoreSysctl _ -> SYSCTLS;
        case SetTimeout _, RestoreTimeout _ -> TIMEOUTS;
        // apart, since one that is started anew ends a claim and makes the same again
        case StopDaemon _ -> STOPPED_DAEMONS;
        case StartDaemon _ -> STARTED_DAEMONS;
      };
    }
  }

  private final Ledger ledger;
  private final Prerequisites prerequisites;
  private final Function<List<Change>, List<Outcome>> carryOut;

  /**
   * @param carryOut makes changes of one subsystem and gives one outcome for each
   */
  Runs(Ledger ledger, Prerequisites prerequisites, Function<List<Change>, List<Outcome>> carryOut) {
    this.ledger = ledger;
    this.prerequisites = prerequisites;
    this.carryOut = carryOut;
  }

  List<Outcome> apply(List<? extends Change> changes) {
    Outcome[] outcomes = new Outcome[changes.size()];
    for (List<Integer> run : divide(changes)) {
      make(run, changes, outcomes);
    }
    return List.of(outcomes);
  }

  /** The runs, as places in the list. */
  private static List<List<Integer>> divide(List<? extends Change> changes) {
    List<List<Integer>> runs = new ArrayList<>();
    int from = 0;
    while (from < changes.size()) {
      int to = from + 1;
      while (to < changes.size()
          && Subsystem.of(changes.get(to)) == Subsystem.of(changes.get(from))) {
        to++;
      }
      addRuns(changes, from, to, runs);
      from = to;
    }
    return runs;
  }

  /**
   * Divides neighbours of one subsystem: new virtual servers go first, all in one run, because
   * whatever is done inside of one waits for the answer about it.
   */
  private static void addRuns(
      List<? extends Change> changes, int from, int to, List<List<Integer>> runs) {
    Set<ServiceKey> mentioned = new HashSet<>();
    List<Integer> first = new ArrayList<>();
    List<Integer> rest = new ArrayList<>();
    for (int i = from; i < to; i++) {
      boolean untouched =
          changes.get(i) instanceof IpvsChange change && mentioned.add(change.service());
      (untouched && changes.get(i) instanceof AddService ? first : rest).add(i);
    }
    runs.add(first);
    Set<ServiceKey> unanswered = new HashSet<>();
    List<Integer> run = new ArrayList<>();
    for (int i : rest) {
      if (changes.get(i) instanceof IpvsChange change && unanswered.contains(change.service())) {
        runs.add(run);
        run = new ArrayList<>();
        unanswered.clear();
      }
      if (changes.get(i) instanceof AddService(var service, var _)) {
        unanswered.add(service);
      }
      run.add(i);
    }
    runs.add(run);
  }

  private void make(List<Integer> run, List<? extends Change> changes, Outcome[] outcomes) {
    List<Integer> places = new ArrayList<>();
    List<Change> possible = new ArrayList<>();
    for (int place : run) {
      Change change = changes.get(place);
      Optional<Outcome.Refused> refusal = prerequisites.refusalOf(change);
      if (refusal.isPresent()) {
        outcomes[place] = refusal.get();
      } else {
        places.add(place);
        possible.add(change);
      }
    }
    if (possible.isEmpty()) {
      return;
    }
    Set<Claim> fresh = ledger.claim(possible);
    List<Outcome> made = carryOut.apply(possible);
    ledger.settle(made, fresh);
    for (int i = 0; i < made.size(); i++) {
      Outcome outcome = made.get(i);
      prerequisites.note(outcome, fresh);
      outcomes[places.get(i)] = outcome;
    }
  }
}
