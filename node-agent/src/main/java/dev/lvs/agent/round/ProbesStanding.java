package dev.lvs.agent.round;

import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.kernel.sysctl.SysctlChange;
import dev.lvs.agent.model.Barrier;
import dev.lvs.agent.model.ProbeWay.Forwarded;
import dev.lvs.agent.model.ProbeWays;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.plan.draft.Attribution;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.ipvs.ProbeMarks;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds the virtual servers for probes that do not stand as planned after a round. A probe by one
 * of them would be balanced among all real servers, as a client is, and say nothing of its own.
 */
final class ProbesStanding {
  private static final String ACCEPT_LOCAL = "/accept_local";

  private final ProbeWays ways;
  private final Attribution attribution;
  private final Map<MarkKey, String> closed = new HashMap<>();
  private final Map<MarkKey, String> doubted = new HashMap<>();

  private ProbesStanding(Desired desired) {
    this.ways = desired.ways();
    this.attribution = desired.attribution();
  }

  /** The ways of a round, with the reason where one is closed. */
  static ProbeWays after(Round round) {
    ProbeWays ways = round.before().desired().ways();
    if (ways.byService().isEmpty()) {
      return ways;
    }
    ProbesStanding standing = new ProbesStanding(round.before().desired());
    round.before().diff().foreign().forEach(standing::add);
    round.before().barriers().forEach(standing::doubt);
    round.fights().forEach(fight -> standing.add(fight.change(), fight.message()));
    round.refused().forEach(refused -> standing.add(refused.change(), refused.message()));
    for (Outcome outcome : round.outcomes()) {
      if (outcome instanceof Outcome.Unknown(var change, var message)) {
        standing.add(change, message);
      }
    }
    return ways.with(standing.closed, standing.doubted);
  }

  private void add(Foreign foreign) {
    switch (foreign) {
      case Foreign.Service(var key) -> close(key, foreign.message());
      case Foreign.Share(var key, var _, var _, var _, var _) -> close(key, foreign.message());
      case Foreign.Destination(var key, var _, var _) -> close(key, foreign.message());
      default -> {}
    }
  }

  private void doubt(Barrier barrier) {
    Set<String> sources = Set.copyOf(barrier.sources());
    String why =
        "chain %s of this node may drop what comes back; if it does, let it pass: %s"
            .formatted(barrier.chain().title(), barrier.remedy());
    ways.byService()
        .keySet()
        .forEach(
            service -> {
              if (attribution.of(service).stream()
                  .map(Object::toString)
                  .anyMatch(sources::contains)) {
                ways.forwarded(service).forEach(way -> doubted.putIfAbsent(way.service(), why));
              }
            });
  }

  private void add(Change change, String why) {
    switch (change) {
      case IpvsChange one -> close(one.service(), why);
      case SysctlChange one when String.valueOf(one.subject()).endsWith(ACCEPT_LOCAL) ->
          ways.byService().keySet().stream()
              .flatMap(ways::forwarded)
              .filter(Forwarded::answersFromVip)
              .forEach(way -> close(way.service(), why));
      default -> {}
    }
  }

  private void close(ServiceKey service, String why) {
    if (service instanceof MarkKey key && ProbeMarks.contain(key)) {
      closed.putIfAbsent(
          key, "the entry of IPVS by which it is probed does not stand: " + clause(why));
    }
  }

  /** Full sentences as a part of another one. */
  private static String clause(String sentences) {
    return sentences.endsWith(".") ? sentences.substring(0, sentences.length() - 1) : sentences;
  }
}
