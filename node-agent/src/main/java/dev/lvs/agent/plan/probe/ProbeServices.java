package dev.lvs.agent.plan.probe;

import static java.util.Objects.requireNonNull;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.ProbeWay;
import dev.lvs.agent.model.ProbeWays;
import dev.lvs.agent.model.ProbeWays.Question;
import dev.lvs.agent.model.ProbeWays.Request;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.draft.Servers;
import dev.lvs.agent.plan.network.LooseFilter;
import dev.lvs.agent.plan.network.Network;
import dev.lvs.agent.plan.probe.ProbeDoors.Door;
import dev.lvs.agent.situation.Holding;
import dev.lvs.agent.situation.Situation;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedHealth;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.ProbePath;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Plans the virtual servers by which probes reach real servers the way of clients' packets: one for
 * each real server, by a firewall mark that only the probes of it have. IPVS balances what this
 * node sends itself too ({@code ip_vs_local_request4}), and asks for a mark before it asks for an
 * address: so a probe to a VIP goes to its real server, and to no other, and counts in nobody's
 * connections. Of a service by mark that has several VIPs each is asked, by the same entry.
 *
 * <p>A real server of weight 0 or out of the table is probed as well, which is how it comes back.
 * Where the director does not hold the VIP at the moment, its packets to it are balanced as well.
 *
 * <p>By DR and TUN answers come from the VIP. Where that is an IPv4 address of this node they are
 * martians to it, unless accept_local is 1 on the interface where they come in ({@code
 * __fib_validate_source}, net/ipv4/fib_frontend.c); strict rp_filter wants the VIP there besides.
 */
public final class ProbeServices {
  /** Number up to which hashes collide so seldom that marks stay. */
  private static final int MOST = 32_768;

  private static final String NO_DOOR = "its firewall mark is not for a VIP that could be asked";

  private final DirectorPlan plan;
  private final NodeFacts facts;
  private final Holding holding;
  private final Network network;
  private final DesiredDraft draft;
  private final ProbeDoors doors;
  private final ProbeSources sources;

  private final SortedMap<ProbeEntry, Set<ResourceName>> entries = new TreeMap<>();
  private final List<Probe> probes = new ArrayList<>();
  private final Map<IpAddress, String> devices = new HashMap<>();
  private final Set<Admitted> admitted = new HashSet<>();
  private final Map<IpAddress, Question> asked = new HashMap<>();

  /** A check of a destination that is made by an entry. */
  private record Probe(
      PlannedService service, Request request, ProbeEntry entry, Door door, IpAddress from) {
    boolean answersFromVip() {
      return !(entry.method() instanceof ForwardingMethod.Masquerade);
    }
  }

  /** An interface where answers from a VIP on another one, or on the same, come in. */
  private record Admitted(String inward, String device, ResourceName source) {}

  public ProbeServices(
      DirectorPlan plan, Situation situation, Network network, DesiredDraft draft) {
    this.plan = plan;
    this.facts = situation.facts();
    this.holding = situation.inputs().holding();
    this.network = network;
    this.draft = draft;
    this.doors = new ProbeDoors(plan);
    this.sources = new ProbeSources(plan, facts, network);
  }

  public void plan() {
    Map<ServiceKey, Map<Request, List<ProbeWay>>> ways = new HashMap<>();
    for (PlannedService service : plan.services()) {
      Collection<Door> open = doors.of(service);
      forwarded(service)
          .forEach(
              (destination, checks) ->
                  checks.stream()
                      .map(
                          check ->
                              Request.of(
                                  Servers.key(destination), check.port(), check.sourceAddress()))
                      .distinct()
                      .forEach(
                          request -> {
                            if (open.isEmpty()) {
                              add(ways, service, request, new ProbeWay.None(NO_DOOR));
                            }
                            for (Door door : open) {
                              collect(service, destination, request, door)
                                  .map(ProbeWay.None::new)
                                  .ifPresent(none -> add(ways, service, request, none));
                            }
                          }));
    }
    Map<ProbeEntry, MarkKey> marks = ProbeEntry.marked(new TreeSet<>(entries.keySet()));
    marks.forEach(
        (entry, mark) ->
            draft.probe(
                entry.virtualServer(mark), List.copyOf(entries.getOrDefault(entry, Set.of()))));
    for (Probe probe : probes) {
      MarkKey mark = requireNonNull(marks.get(probe.entry()));
      add(ways, probe.service(), probe.request(), way(probe, mark));
      admit(probe);
    }
    draft.ways(new ProbeWays(ways, Map.of(), Map.of(), asked));
  }

  private static void add(
      Map<ServiceKey, Map<Request, List<ProbeWay>>> ways,
      PlannedService service,
      Request request,
      ProbeWay way) {
    ways.computeIfAbsent(service.key(), _ -> new HashMap<>())
        .computeIfAbsent(request, _ -> new ArrayList<>(1))
        .add(way);
  }

  /** The destinations of a service whose probes are to be forwarded, with their checks. */
  public static Map<PlannedDestination, List<HealthCheck>> forwarded(PlannedService service) {
    PlannedHealth health = service.health();
    if (health == null
        || health.checks().noneMatch(check -> check.through() == ProbePath.FORWARDING)) {
      return Map.of();
    }
    Map<PlannedDestination, List<HealthCheck>> forwarded = new LinkedHashMap<>();
    health
        .checksOf(service.destinations())
        .forEach(
            (destination, checks) -> {
              List<HealthCheck> some =
                  checks.stream().filter(check -> check.through() == ProbePath.FORWARDING).toList();
              if (!some.isEmpty()) {
                forwarded.put(destination, some);
              }
            });
    return forwarded;
  }

  /** Notes one probe to one VIP; gives the reason where there can be none. */
  private Optional<String> collect(
      PlannedService service, PlannedDestination destination, Request request, Door door) {
    IpAddress vip = door.vip();
    ForwardingMethod method = Servers.settings(destination).method();
    boolean maps = method instanceof ForwardingMethod.Masquerade;
    int named = request.port();
    int asked = named == 0 || (maps && door.port() != 0) ? door.port() : named;
    if (asked == 0) {
      return Optional.of("no port is known to ask; name it in healthCheck.port");
    }
    Optional<IpAddress> answering =
        method instanceof ForwardingMethod.DirectRouting
            ? Optional.of(destination.address())
            : Optional.empty();
    Optional<IpAddress> from = request.source().or(() -> sources.towards(vip, answering));
    if (from.filter(address -> address.family() == vip.family()).isEmpty()) {
      return Optional.of(
          "this node has no %s address to probe VIP %s from".formatted(vip.family().text(), vip));
    }
    int port = maps ? (named == 0 ? destination.port() : named) : 0;
    ProbeEntry entry =
        new ProbeEntry(vip.family(), new DestinationKey(destination.address(), port), method);
    if (entries.size() >= MOST && !entries.containsKey(entry)) {
      return Optional.of("a director probes at most " + MOST + " real servers through forwarding");
    }
    entries.computeIfAbsent(entry, _ -> new TreeSet<>()).add(service.source());
    probes.add(new Probe(service, request, entry, new Door(vip, asked), from.get()));
    return Optional.empty();
  }

  private static ProbeWay way(Probe probe, MarkKey mark) {
    return new ProbeWay.Forwarded(
        mark,
        probe.entry().server().address(),
        probe.door().vip(),
        probe.door().port(),
        probe.from(),
        probe.answersFromVip());
  }

  /** Lets answers in that come from an address of this node. */
  private void admit(Probe probe) {
    IpAddress vip = probe.door().vip();
    IpAddress server = probe.entry().server().address();
    if (vip.family() != AddressFamily.IPV4
        || !probe.answersFromVip()
        || network.holding(server).findAny().isPresent()) {
      return;
    }
    String device = devices.computeIfAbsent(vip, this::device);
    network
        .connectedTo(server)
        .filter(one -> one.speaksArp() && one.name().equals(device))
        .filter(_ -> isHeld(vip))
        .forEach(one -> asked.putIfAbsent(vip, new Question(one.index(), probe.from())));
    Stream.concat(network.holding(probe.from()), network.connectedTo(server))
        .distinct()
        .filter(Interface::speaksArp)
        .filter(
            inward -> admitted.add(new Admitted(inward.name(), device, probe.service().source())))
        .forEach(
            inward -> {
              List<ResourceName> whose = List.of(probe.service().source());
              draft.sysctl("net/ipv4/conf/" + inward.name() + "/accept_local", "1", whose);
              if (!inward.name().equals(device)) {
                new LooseFilter(facts, draft).admit(List.of(inward), whose);
              }
            });
  }

  /**
   * Returns whether this node holds a VIP; another that holds it may be a real server too, and
   * answers rightly.
   */
  private boolean isHeld(IpAddress vip) {
    return holding.holds(vip) && plan.vips().stream().anyMatch(one -> one.address().equals(vip));
  }

  /** The interface of a VIP. */
  private String device(IpAddress vip) {
    return plan.vips().stream()
        .filter(one -> one.address().equals(vip))
        .findFirst()
        .map(PlannedVip::interfaceName)
        .or(() -> network.leadingTo(vip).map(Interface::name))
        .orElse("");
  }
}
