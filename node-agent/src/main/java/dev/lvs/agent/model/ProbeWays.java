package dev.lvs.agent.model;

import dev.lvs.agent.model.ProbeWay.Forwarded;
import dev.lvs.agent.model.ProbeWay.None;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.IpAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The ways of all probes that go as clients' packets do.
 *
 * @param byService by virtual server and destination
 * @param closed why nothing may be sent by some of the virtual servers that lead there, in words:
 *     they do not stand as planned
 * @param doubted why answers by some of the virtual servers may be lost on this node, in words: as
 *     long as none has come from a VIP and port, a probe of it that fails says nothing
 * @param asked the VIPs that real servers next to this node have to hide
 */
public record ProbeWays(
    Map<ServiceKey, Map<DestinationKey, ProbeWay>> byService,
    Map<MarkKey, String> closed,
    Map<MarkKey, String> doubted,
    Map<IpAddress, Question> asked) {
  /** No probe goes so. */
  public static final ProbeWays NONE = new ProbeWays(Map.of(), Map.of(), Map.of(), Map.of());

  private static final ProbeWay UNPLANNED = new None("no way to it is planned");

  public ProbeWays {
    Map<ServiceKey, Map<DestinationKey, ProbeWay>> all = new HashMap<>();
    byService.forEach(
        (service, ways) -> all.put(service, Collections.unmodifiableMap(new HashMap<>(ways))));
    byService = Collections.unmodifiableMap(all);
    closed = Map.copyOf(closed);
    doubted = Map.copyOf(doubted);
    asked = Map.copyOf(asked);
  }

  /**
   * Question to the neighbours of an interface for a VIP that this node holds.
   *
   * @param interfaceIndex of the interface that has it
   * @param source an address of this node
   */
  public record Question(int interfaceIndex, IpAddress source) {}

  /** The way to one destination. */
  public ProbeWay to(ServiceKey service, DestinationKey destination) {
    return byService.getOrDefault(service, Map.of()).getOrDefault(destination, UNPLANNED);
  }

  /** Returns where a virtual server for probes leads; empty for any other. */
  public Optional<IpAddress> server(ServiceKey probing) {
    return byService.values().stream()
        .flatMap(ways -> ways.values().stream())
        .filter(way -> way instanceof Forwarded one && one.service().equals(probing))
        .map(way -> ((Forwarded) way).server())
        .findFirst();
  }

  /** The same where some of the virtual servers do not stand, and answers by some may be lost. */
  public ProbeWays with(Map<MarkKey, String> nowClosed, Map<MarkKey, String> nowDoubted) {
    return nowClosed.equals(closed) && nowDoubted.equals(doubted)
        ? this
        : new ProbeWays(byService, nowClosed, nowDoubted, asked);
  }
}
