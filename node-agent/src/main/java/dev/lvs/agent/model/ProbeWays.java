package dev.lvs.agent.model;

import dev.lvs.agent.model.ProbeWay.Forwarded;
import dev.lvs.agent.model.ProbeWay.None;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.IpAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ways of all probes that go as clients' packets do.
 *
 * @param byService by virtual server and what is asked there: one to each VIP, all of which have to
 *     lead to the destination
 * @param closed why nothing may be sent by some of the virtual servers that lead there, in words:
 *     they do not stand as planned
 * @param doubted why answers by some of the virtual servers may be lost on this node, in words: as
 *     long as none has come from a VIP and port, a probe of it that fails says nothing
 * @param asked the VIPs that real servers next to this node have to hide
 */
public record ProbeWays(
    Map<ServiceKey, Map<Request, List<ProbeWay>>> byService,
    Map<MarkKey, String> closed,
    Map<MarkKey, String> doubted,
    Map<IpAddress, Question> asked) {
  /** No probe goes so. */
  public static final ProbeWays NONE = new ProbeWays(Map.of(), Map.of(), Map.of(), Map.of());

  private static final List<ProbeWay> UNPLANNED = List.of(new None("no way to it is planned"));

  public ProbeWays {
    Map<ServiceKey, Map<Request, List<ProbeWay>>> all = new HashMap<>();
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

  /**
   * All of a check that its ways depend on.
   *
   * @param port that the check names; 0 for none
   * @param source address of this node that the check names; empty for one that the planner chooses
   */
  public record Request(DestinationKey destination, int port, Optional<IpAddress> source) {

    /** As a check of the plan names them, or does not. */
    public static Request of(
        DestinationKey destination, @Nullable Integer port, @Nullable String source) {
      return new Request(
          destination,
          Objects.requireNonNullElse(port, 0),
          Optional.ofNullable(source).map(IpAddress::parse));
    }
  }

  /** The ways of one check, one at least. */
  public List<ProbeWay> to(ServiceKey service, Request request) {
    return byService.getOrDefault(service, Map.of()).getOrDefault(request, UNPLANNED);
  }

  /** Returns where a virtual server for probes leads; empty for any other. */
  public Optional<IpAddress> server(ServiceKey probing) {
    return byService.keySet().stream()
        .flatMap(this::forwarded)
        .filter(way -> way.service().equals(probing))
        .map(Forwarded::server)
        .findFirst();
  }

  /** The ways to real servers of one virtual server, where there are any. */
  public Stream<Forwarded> forwarded(ServiceKey service) {
    return byService.getOrDefault(service, Map.of()).values().stream()
        .flatMap(List::stream)
        .filter(Forwarded.class::isInstance)
        .map(Forwarded.class::cast);
  }

  /** The same where some of the virtual servers do not stand, and answers by some may be lost. */
  public ProbeWays with(Map<MarkKey, String> nowClosed, Map<MarkKey, String> nowDoubted) {
    return nowClosed.equals(closed) && nowDoubted.equals(doubted)
        ? this
        : new ProbeWays(byService, nowClosed, nowDoubted, asked);
  }
}
