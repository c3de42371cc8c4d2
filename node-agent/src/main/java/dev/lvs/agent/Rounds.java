package dev.lvs.agent;

import dev.lvs.agent.diff.Foreign;
import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.kernel.Ledger;
import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.Outcome;
import dev.lvs.agent.model.Outcome.Refused;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.report.LocalPortWatch;
import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Carries out plans: looks at the kernel, compares, changes, and keeps what was refused. */
final class Rounds {
  private final NodeAccess node;
  private final InstantSource clock;
  private final Planning planning;
  private final Diffing diffing = new Diffing();
  private final Refusals refusals = new Refusals();
  private final Fights fights = new Fights(System::nanoTime);
  private final LocalPortWatch watch;

  /**
   * @param planServers the addresses from which plans come
   */
  Rounds(NodeAccess node, InstantSource clock, Supplier<Set<IpAddress>> planServers) {
    this.node = node;
    this.planning = new Planning(planServers);
    this.clock = clock;
    this.watch = new LocalPortWatch(clock);
  }

  /**
   * One round; another at once where the first found the table to be otherwise than it looked.
   *
   * @param fresh whether the plan is another than in the round before
   * @throws UnfitNodeException when the node may not even be looked at
   * @throws UnusablePlanException when the plan cannot be carried out by anybody
   */
  Round carryOut(Plan plan, boolean fresh) {
    Round round = once(plan, fresh);
    return round.isOutdated() ? once(plan, false).after(round) : round;
  }

  private Round once(Plan plan, boolean fresh) {
    long start = System.nanoTime();
    Kernel kernel = node.kernel();
    Ledger ledger = node.ledger();
    ledger.follow(kernel.interfaces());
    Comparison comparison = Comparison.of(plan, kernel, planning, diffing, ledger);
    List<Change> wanted = comparison.diff().changes();
    List<Refused> held = List.of();
    if (fresh) {
      refusals.retryAll();
    } else {
      held = fights.held(wanted);
    }
    List<Change> due = refusals.due(without(held, wanted), clock.instant());
    List<Outcome> outcomes = new ArrayList<>();
    List<Refused> withheld = List.of();
    if (!due.isEmpty() || !held.isEmpty()) {
      Set<Change> retried = refusals.changes();
      outcomes.addAll(kernel.apply(due, ledger, comparison.pending(), held));
      if (!due.isEmpty()) {
        refusals.learn(outcomes, clock.instant());
      }
      if (!fresh) {
        fights.learn(outcomes, retried);
      }
      Withdrawal withdrawal = Withdrawal.after(comparison, outcomes, held);
      withheld = withdrawal.refused();
      outcomes.addAll(kernel.apply(withdrawal.changes(), ledger));
      // this may have been the last round for long
      ledger.follow(kernel.interfaces());
    }
    letGo(comparison.diff().foreign(), ledger);
    kernel.announce(standing(comparison, withheld));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    List<LocalPorts> localPorts = watch.look(kernel, comparison.desired().rewritten());
    List<Refused> refused = new ArrayList<>(refusals.standing());
    refused.addAll(withheld);
    return new Round(plan, comparison, outcomes, refused, fights.standing(), localPorts, took);
  }

  private static List<Change> without(List<Refused> held, List<Change> wanted) {
    if (held.isEmpty()) {
      return wanted;
    }
    Set<Change> waiting = held.stream().map(Refused::change).collect(Collectors.toSet());
    return wanted.stream().filter(change -> !waiting.contains(change)).toList();
  }

  private static List<Vip> standing(Comparison comparison, List<Refused> withheld) {
    Set<Change> gone = withheld.stream().map(Refused::change).collect(Collectors.toSet());
    return comparison.standingVips().stream()
        .filter(vip -> !gone.contains(new Change.AddVip(vip)))
        .toList();
  }

  /** What somebody else set since is not to be put back some day, by what this agent once found. */
  private static void letGo(List<Foreign> foreign, Ledger ledger) {
    for (Foreign one : foreign) {
      if (one instanceof Foreign.Setting(var path, var _)) {
        ledger.letGoOf(path);
      } else if (one instanceof Foreign.Lasting(var timeout, var _)) {
        ledger.letGoOf(timeout);
      }
    }
  }
}
