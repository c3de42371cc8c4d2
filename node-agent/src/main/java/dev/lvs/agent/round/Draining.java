package dev.lvs.agent.round;

import dev.lvs.agent.drain.DrainMemory;
import dev.lvs.agent.drain.DrainMemory.RunningDrain;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.plan.draft.Servers;
import dev.lvs.agent.situation.DrainOrder;
import dev.lvs.agent.situation.DrainOrders;
import dev.lvs.agent.situation.Drains;
import dev.lvs.agent.situation.Drains.Drain;
import dev.lvs.api.v1alpha1.LeavingDestination;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedDrain;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the drains of a plan and of orders, and their deadlines by when each began, which is
 * remembered on disk before anything is changed.
 *
 * <p>A destination that leaves is drained where it is ours, and only then: what left the kernel is
 * not added again to be drained.
 */
final class Draining {
  private final DrainOrders orders;
  private final Ownership ours;
  private final Instant now;
  private final Map<Identity, RunningDrain> known = new HashMap<>();
  private final Map<Place, RunningDrain> running = new LinkedHashMap<>();
  private final Map<ServiceKey, SortedMap<DestinationKey, Drain>> found = new HashMap<>();

  /** Place in the IPVS table that has one drain at a time. */
  private record Place(String service, String server) {}

  /** Identity of a drain: its place, and the forwarding method and tunnel that lead there. */
  private record Identity(Place place, String way) {}

  private Draining(DrainOrders orders, Ownership ours, Instant now) {
    this.orders = orders;
    this.ours = ours;
    this.now = now;
  }

  /**
   * The drains that go on now.
   *
   * @param memory of when they began; knows those that are new when this returns
   * @param now by the clock that all processes of a boot share
   */
  static Drains of(
      NodePlanSpec plan, DrainOrders orders, Ownership ours, DrainMemory memory, Instant now) {
    Draining draining = new Draining(orders, ours, now.truncatedTo(ChronoUnit.MILLIS));
    memory
        .running()
        .forEach(
            one ->
                draining.known.put(
                    new Identity(new Place(one.service(), one.server()), one.way()), one));
    plan.director().services().forEach(draining::find);
    memory.keep(List.copyOf(draining.running.values()));
    return draining.found.isEmpty() ? Drains.NONE : new Drains(draining.found);
  }

  private void find(PlannedService service) {
    PlannedDrain drain = service.drain();
    Optional<Duration> timeout =
        Optional.ofNullable(drain).map(one -> Duration.ofSeconds(one.timeoutSeconds()));
    if (drain != null && !drain.leaving().isEmpty()) {
      Set<DestinationKey> its = ours.services().getOrDefault(service.key(), Set.of());
      // where one changed its method twice, the last counts
      drain.leaving().stream()
          .sorted(Comparator.comparing(LeavingDestination::since))
          .map(LeavingDestination::destination)
          .filter(one -> its.contains(Servers.key(one)))
          .forEach(one -> add(service.key(), one, timeout, Optional.empty()));
    }
    if (!orders.all().isEmpty()) {
      for (PlannedDestination one : service.destinations()) {
        orders.all().stream()
            .filter(order -> isAbout(order, one))
            .findFirst()
            .ifPresent(
                order ->
                    add(
                        service.key(),
                        one,
                        order.timeout().or(() -> timeout),
                        Optional.of(order.text())));
      }
    }
  }

  private static boolean isAbout(DrainOrder order, PlannedDestination destination) {
    Optional<ResourceName> source = Optional.ofNullable(destination.source());
    return order.isAbout(
        Servers.key(destination),
        source.map(ResourceName::namespace),
        source.map(ResourceName::name));
  }

  private void add(
      ServiceKey service,
      PlannedDestination destination,
      Optional<Duration> timeout,
      Optional<String> order) {
    DestinationKey server = Servers.key(destination);
    String way =
        destination.method() + (destination.tunnel() == null ? "" : " " + destination.tunnel());
    Place place = new Place(service.toString(), server.toString());
    RunningDrain before = known.get(new Identity(place, way));
    Instant since = before == null ? now : Instant.EPOCH.plusMillis(before.sinceMillis());
    if (since.isAfter(now)) {
      since = now;
    }
    Optional<Instant> until = timeout.map(since::plus);
    running.put(
        place,
        new RunningDrain(
            place.service(),
            place.server(),
            way,
            since.toEpochMilli(),
            until.map(Instant::toEpochMilli).orElse(null),
            order.orElse(null)));
    found
        .computeIfAbsent(service, _ -> new TreeMap<>())
        .put(server, new Drain(Servers.settings(destination), since, until));
  }
}
