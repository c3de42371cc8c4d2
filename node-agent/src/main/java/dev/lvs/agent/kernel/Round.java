package dev.lvs.agent.kernel;

import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.Change.AddService;
import dev.lvs.agent.model.Change.AddTunnel;
import dev.lvs.agent.model.Change.AddVip;
import dev.lvs.agent.model.Change.DeleteService;
import dev.lvs.agent.model.Change.DeleteTunnel;
import dev.lvs.agent.model.Change.DeleteVip;
import dev.lvs.agent.model.Change.IpvsChange;
import dev.lvs.agent.model.Change.RestoreSysctl;
import dev.lvs.agent.model.Change.SetSysctl;
import dev.lvs.agent.model.Outcome;
import dev.lvs.agent.model.ServiceKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Carries out the changes of one round in runs: neighbours of one subsystem, none of which depends
 * on the answer about another. A run is claimed with one write, made with one exchange, and settled
 * before the next.
 */
final class Round {
  private enum Subsystem {
    IPVS,
    TUNNELS,
    ADDRESSES,
    SYSCTLS;

    static Subsystem of(Change change) {
      return switch (change) {
        case IpvsChange _ -> IPVS;
        case AddTunnel _, DeleteTunnel _ -> TUNNELS;
        case AddVip _, DeleteVip _ -> ADDRESSES;
        case SetSysctl _, RestoreSysctl _ -> SYSCTLS;
      };
    }
  }

  private final Ledger ledger;
  private final Prerequisites prerequisites;
  private final BiFunction<List<Change>, Set<Claim>, List<Outcome>> carryOut;
  private final List<Outcome> outcomes = new ArrayList<>();

  /**
   * @param carryOut makes the changes of one subsystem, given which claims on them are new, and
   *     gives one outcome for each
   */
  Round(
      Ledger ledger,
      Prerequisites prerequisites,
      BiFunction<List<Change>, Set<Claim>, List<Outcome>> carryOut) {
    this.ledger = ledger;
    this.prerequisites = prerequisites;
    this.carryOut = carryOut;
  }

  List<Outcome> apply(List<? extends Change> changes) {
    int from = 0;
    while (from < changes.size()) {
      int to = endOfRun(changes, from);
      make(changes.subList(from, to));
      from = to;
    }
    return outcomes;
  }

  private static int endOfRun(List<? extends Change> changes, int from) {
    Subsystem subsystem = Subsystem.of(changes.get(from));
    Set<ServiceKey> unanswered = new HashSet<>();
    int to = from;
    while (to < changes.size()) {
      Change change = changes.get(to);
      if (Subsystem.of(change) != subsystem || dependsOn(unanswered, change)) {
        break;
      }
      if (change instanceof AddService(var service, var _)) {
        unanswered.add(service);
      }
      to++;
    }
    return to;
  }

  private static boolean dependsOn(Set<ServiceKey> unanswered, Change change) {
    return change instanceof IpvsChange ipvs
        && !(change instanceof AddService || change instanceof DeleteService)
        && unanswered.contains(ipvs.service());
  }

  private void make(List<? extends Change> run) {
    List<Change> possible = new ArrayList<>();
    List<Optional<Outcome.Refused>> refusals = new ArrayList<>();
    for (Change change : run) {
      Optional<Outcome.Refused> refusal = prerequisites.refusalOf(change);
      refusals.add(refusal);
      if (refusal.isEmpty()) {
        possible.add(change);
      }
    }
    Set<Claim> fresh = ledger.claim(possible);
    List<Outcome> made = possible.isEmpty() ? List.of() : carryOut.apply(possible, fresh);
    ledger.settle(made, fresh);
    made.forEach(
        outcome -> prerequisites.note(outcome, fresh.contains(Claim.of(outcome.change()))));
    int next = 0;
    for (Optional<Outcome.Refused> refusal : refusals) {
      outcomes.add(refusal.isPresent() ? refusal.get() : made.get(next++));
    }
  }
}
