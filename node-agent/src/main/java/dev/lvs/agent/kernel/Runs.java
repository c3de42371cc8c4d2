package dev.lvs.agent.kernel;

import dev.lvs.agent.ledger.Ledger;
import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.Change.AddService;
import dev.lvs.agent.model.Change.IpvsChange;
import dev.lvs.agent.model.Change.RouteChange;
import dev.lvs.agent.model.Change.StartDaemon;
import dev.lvs.agent.model.Change.StopDaemon;
import dev.lvs.agent.model.Change.SysctlChange;
import dev.lvs.agent.model.Change.TableChange;
import dev.lvs.agent.model.Change.TimeoutChange;
import dev.lvs.agent.model.Change.TunnelChange;
import dev.lvs.agent.model.Change.VipChange;
import dev.lvs.agent.model.Outcome;
import dev.lvs.ipvs.ServiceKey;
import java.util.ArrayList;
import java.util.BitSet;
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
    ROUTES,
    TABLE,
    ADDRESSES,
    SYSCTLS,
    TIMEOUTS,
    STOPPED_DAEMONS,
    STARTED_DAEMONS;

    static Subsystem of(Change change) {
      return switch (change) {
        case IpvsChange _ -> IPVS;
        case TunnelChange _ -> TUNNELS;
        case RouteChange _ -> ROUTES;
        case TableChange _ -> TABLE;
        case VipChange _ -> ADDRESSES;
        case SysctlChange _ -> SYSCTLS;
        case TimeoutChange _ -> TIMEOUTS;
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
      Subsystem subsystem = Subsystem.of(changes.get(from));
      int to = from + 1;
      while (to < changes.size() && Subsystem.of(changes.get(to)) == subsystem) {
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
  private static void addRuns(List<? extends Change> changes, int from, int to, List<BitSet> runs) {
    Set<ServiceKey> mentioned = new HashSet<>();
    BitSet first = new BitSet();
    for (int i = from; i < to; i++) {
      if (changes.get(i) instanceof IpvsChange change
          && mentioned.add(change.service())
          && change instanceof AddService) {
        first.set(i);
      }
    }
    runs.add(first);
    Set<ServiceKey> unanswered = new HashSet<>();
    BitSet run = new BitSet();
    for (int i = first.nextClearBit(from); i < to; i = first.nextClearBit(i + 1)) {
      if (changes.get(i) instanceof IpvsChange change && unanswered.contains(change.service())) {
        runs.add(run);
        run = new BitSet();
        unanswered.clear();
      }
      if (changes.get(i) instanceof AddService(var service, var _)) {
        unanswered.add(service);
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
