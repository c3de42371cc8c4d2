package dev.lvs.agent;

import dev.lvs.agent.diff.Foreign;
import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.Change.AddDestination;
import dev.lvs.agent.model.Change.DeleteDestination;
import dev.lvs.agent.model.Change.EditDestination;
import dev.lvs.agent.model.Outcome.Refused;
import dev.lvs.agent.plan.Attribution;
import dev.lvs.agent.plan.Obstacle;
import dev.lvs.api.v1alpha1.PlanOutcome;
import java.util.ArrayList;
import java.util.List;

/** What of a plan is not so on the node, and why, by resource. */
final class Shortfalls {
  private static final String NOT_OURS = "NotOurs";

  private final Round round;
  private final Attribution attribution;
  private final List<PlanOutcome> all = new ArrayList<>();

  private Shortfalls(Round round) {
    this.round = round;
    this.attribution = round.desired().attribution();
  }

  /** The shortfalls that a round found: of the node, of what others put there, of the kernel. */
  static List<PlanOutcome> of(Round round) {
    Shortfalls shortfalls = new Shortfalls(round);
    round.desired().obstacles().forEach(shortfalls::add);
    round.foreign().stream().filter(Foreign::isInTheWay).forEach(shortfalls::add);
    round.refused().forEach(shortfalls::add);
    return shortfalls.all;
  }

  private void add(Obstacle obstacle) {
    add(obstacle.sources(), obstacle.wanted(), obstacle.reason().text(), obstacle.message());
  }

  private void add(Foreign foreign) {
    switch (foreign) {
      case Foreign.Service(var key) ->
          add(attribution.of(key), "program " + key, NOT_OURS, foreign.message());
      case Foreign.Destination(var service, var key, var _) ->
          add(
              owner(attribution.of(service, key)),
              "program " + key + " in " + service,
              NOT_OURS,
              foreign.message());
      case Foreign.Tunnel(var device, var _) ->
          add(
              attribution.of(new Change.AddTunnel(device)),
              "make tunnel device " + device.name(),
              NOT_OURS,
              foreign.message());
      // these two are never in the way
      case Foreign.Remainder _, Foreign.Address _ -> {}
    }
  }

  private void add(Refused refused) {
    add(sources(refused.change()), refused.change().toString(), refused.cause(), refused.message());
  }

  private List<String> sources(Change change) {
    List<String> sources = attribution.of(change);
    return switch (change) {
      case AddDestination _, EditDestination _, DeleteDestination _ -> owner(sources);
      default -> sources;
    };
  }

  /** The virtual service alone: its real server may do well in other services. */
  private static List<String> owner(List<String> sources) {
    return sources.isEmpty() ? sources : sources.subList(0, 1);
  }

  private void add(List<String> sources, String wanted, String reason, String message) {
    List<String> named =
        sources.isEmpty() ? List.of("NodePlan " + round.plan().spec().nodeName()) : sources;
    named.forEach(source -> all.add(new PlanOutcome(source, wanted, reason, message)));
  }
}
