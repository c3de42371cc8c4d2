package dev.lvs.agent.round;

import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.ledger.Ledger;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcome.AlreadySo;
import dev.lvs.agent.object.Outcome.Applied;
import dev.lvs.agent.object.Outcome.Refused;
import dev.lvs.agent.report.FreePorts;
import dev.lvs.agent.report.LocalPortWatch;
import dev.lvs.agent.situation.Inputs;
import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Carries out plans: observes the kernel, compares, changes, and keeps refused changes for a retry.
 */
public final class Rounds {
  private final NodeAccess node;
  private final InstantSource clock;
  private final Comparing comparing;
  private final Refusals refusals = new Refusals();
  private final Intent intent = new Intent();
  private final Fights fights = new Fights(System::nanoTime);
  private final LocalPortWatch watch;

  /**
   * @param planServers the addresses from which plans come
   */
  public Rounds(NodeAccess node, InstantSource clock, Supplier<Set<IpAddress>> planServers) {
    this.node = node;
    this.comparing = new Comparing(planServers, clock);
    this.clock = clock;
    this.watch = new LocalPortWatch(clock);
  }

  /**
   * One round; another at once where the first found the table to be otherwise than it looked.
   *
   * @param inputs what else than the plan decides
   * @param fresh whether the plan is another than in the round before
   * @throws UnfitNodeException when the node may not even be looked at
   * @throws UnusablePlanException when the plan cannot be carried out by anybody
   */
  public Round carryOut(Plan plan, Inputs inputs, boolean fresh) {
    Round round = once(plan, inputs, fresh);
    return round.isOutdated() ? once(plan, inputs, false).after(round) : round;
  }

  private Round once(Plan plan, Inputs inputs, boolean fresh) {
    long start = System.nanoTime();
    Kernel kernel = node.kernel();
    Ledger ledger = node.ledger();
    ledger.follow(kernel.interfaces());
    Comparison comparison = comparing.compare(plan, inputs, node);
    intent.follow(comparison.desired().state());
    List<Change> wanted = comparison.diff().changes();
    List<Refused> held = List.of();
    if (fresh) {
      refusals.retryAll();
    } else {
      // who changes its mind does not wait until a fight is over
      held = fights.held(wanted.stream().filter(change -> !intent.isNew(change)).toList());
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
        fights.learn(
            outcomes.stream().filter(outcome -> !intent.isNew(outcome.change())).toList(), retried);
      }
      VipWithdrawal withdrawal = VipWithdrawal.after(comparison, outcomes, held);
      withheld = withdrawal.refused();
      outcomes.addAll(kernel.apply(withdrawal.changes(), ledger));
      comparing.learn(outcomes);
      // this may have been the last round for long
      ledger.follow(kernel.interfaces());
    }
    letGo(comparison.diff().foreign(), ledger);
    List<Vip> standing = standing(comparison, withheld);
    kernel.renew(Stream.concat(standing.stream(), added(outcomes)).toList());
    List<Refused> unheard = announceAgain(kernel, standing);
    outcomes.addAll(unheard);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    List<FreePorts> localPorts = watch.look(kernel, comparison.desired().rewritten());
    List<Refused> refused = new ArrayList<>(refusals.standing());
    refused.addAll(withheld);
    refused.addAll(unheard);
    return new Round(plan, comparison, outcomes, refused, fights.standing(), localPorts, took);
  }

  /** Tells neighbours of VIPs that stood before; that this is done changes nothing of the plan. */
  private static List<Refused> announceAgain(Kernel kernel, List<Vip> standing) {
    return kernel.announce(standing).stream()
        .filter(Refused.class::isInstance)
        .map(Refused.class::cast)
        .toList();
  }

  private static Stream<Vip> added(List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(outcome -> outcome instanceof Applied || outcome instanceof AlreadySo)
        .map(Outcome::change)
        .filter(AddVip.class::isInstance)
        .map(change -> ((AddVip) change).vip());
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
        .filter(vip -> !gone.contains(new AddVip(vip)))
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
