package dev.lvs.compile.place;

import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.LeavingDestination;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedDrain;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Tunnel;
import dev.lvs.compile.allocate.HeldBefore;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists the destinations that leave an entry with {@code drain}: those that the plans in force have
 * and the new ones do not, or reach by another method, as far as they are still granted ({@link
 * HeldBefore}).
 *
 * <p>Agents count the time by clocks that nobody sets, from when they first see it here. The time
 * in the plan only ends the list, some minutes later, so that an agent which learns late still
 * finds it; and what directors need on the nodes of real servers stays planned for as long.
 */
public final class Departures {
  /** Time that a destination is listed beyond its timeout. */
  static final Duration GRACE = Duration.ofMinutes(5);

  /** Of one entry; of more the oldest leave at once. */
  static final int MOST = 16_384;

  private final List<NodePlanSpec> previous;
  private final Plans plans;
  private final Instant now;
  private final Set<Hidden> hidden = new HashSet<>();
  private Optional<Instant> next = Optional.empty();

  /** A way by which an entry reaches a destination. */
  private record Way(IpAddress address, int port, ForwardingMode method, @Nullable Tunnel tunnel) {
    static Way of(PlannedDestination destination) {
      return new Way(
          destination.address(), destination.port(), destination.method(), destination.tunnel());
    }
  }

  /** Forwarding to a real server for which it hides the VIPs of a service. */
  private record Hidden(
      ResourceName source, IpAddress realServer, ForwardingMode method, @Nullable Tunnel tunnel) {}

  /**
   * @param previous the plans in force, without what has lost its right
   * @param plans with all that is to be in force
   */
  public Departures(List<NodePlanSpec> previous, Plans plans, Instant now) {
    this.previous = previous;
    this.plans = plans;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Adds them to the plans. */
  public void list() {
    Map<String, Map<ServiceKey, PlannedService>> before = new HashMap<>();
    for (NodePlanSpec plan : previous) {
      Map<ServiceKey, PlannedService> services = new HashMap<>();
      plan.director().services().forEach(service -> services.put(service.key(), service));
      before.put(plan.nodeName(), services);
    }
    plans.forEach(
        (node, plan) -> {
          Map<ServiceKey, PlannedService> its = before.getOrDefault(node, Map.of());
          plan.services().replaceAll((key, fresh) -> withLeaving(fresh, its.get(key)));
        });
    for (NodePlanSpec plan : previous) {
      plan.realServer().hiddenVips().forEach(vip -> keep(vip, plans.of(plan.nodeName())));
    }
  }

  /** When the first of them is over, or listed no more. */
  public Optional<Instant> next() {
    return next;
  }

  private PlannedService withLeaving(PlannedService fresh, @Nullable PlannedService before) {
    PlannedDrain drain = fresh.drain();
    if (drain == null) {
      return fresh;
    }
    List<LeavingDestination> leaving =
        before == null || !before.source().equals(fresh.source())
            ? List.of()
            : leaving(fresh, before, Duration.ofSeconds(drain.timeoutSeconds()).plus(GRACE));
    for (LeavingDestination one : leaving) {
      PlannedDestination its = one.destination();
      hidden.add(new Hidden(fresh.source(), its.address(), its.method(), its.tunnel()));
    }
    return leaving.equals(drain.leaving()) ? fresh : fresh.with(drain.with(leaving));
  }

  private List<LeavingDestination> leaving(
      PlannedService fresh, PlannedService before, Duration listed) {
    List<LeavingDestination> known = before.drain() == null ? List.of() : before.drain().leaving();
    if (known.isEmpty() && fresh.destinations().equals(before.destinations())) {
      return List.of();
    }
    Set<Way> stay = new HashSet<>();
    fresh.destinations().forEach(one -> stay.add(Way.of(one)));
    SortedMap<Instant, Map<Way, LeavingDestination>> bySince = new TreeMap<>();
    Set<Way> counted = new HashSet<>(stay);
    for (PlannedDestination one : before.destinations()) {
      if (counted.add(Way.of(one))) {
        add(bySince, one, now);
      }
    }
    for (LeavingDestination one : known) {
      Instant since = since(one.since());
      if (since.plus(listed).isAfter(now) && counted.add(Way.of(one.destination()))) {
        add(bySince, one.destination(), since);
      }
    }
    int surplus = bySince.values().stream().mapToInt(Map::size).sum() - MOST;
    List<LeavingDestination> all =
        bySince.values().stream()
            .flatMap(some -> some.values().stream())
            .skip(Math.max(0, surplus))
            .sorted(
                Comparator.comparing(LeavingDestination::destination, Entries.DESTINATIONS)
                    .thenComparing(one -> one.destination().method())
                    .thenComparing(one -> String.valueOf(one.destination().tunnel())))
            .toList();
    if (!all.isEmpty()) {
      bySince.keySet().stream()
          .flatMap(since -> Stream.of(since.plus(listed).minus(GRACE), since.plus(listed)))
          .filter(now::isBefore)
          .forEach(end -> next = next.filter(end::isAfter).or(() -> Optional.of(end)));
    }
    return all;
  }

  private static void add(
      SortedMap<Instant, Map<Way, LeavingDestination>> bySince,
      PlannedDestination destination,
      Instant since) {
    bySince
        .computeIfAbsent(since, _ -> new LinkedHashMap<>())
        .put(Way.of(destination), new LeavingDestination(destination, since.toString()));
  }

  /** A clock that was set back does not lengthen it beyond one more time. */
  private Instant since(String text) {
    try {
      Instant since = Instant.parse(text);
      return since.isAfter(now) ? now : since;
    } catch (DateTimeException _) {
      return now;
    }
  }

  private void keep(HiddenVip vip, Plans.OfNode plan) {
    List<ResourceName> sources =
        vip.sources().stream()
            .filter(
                source ->
                    hidden.contains(
                        new Hidden(source, vip.realServerAddress(), vip.method(), vip.tunnel())))
            .toList();
    if (!sources.isEmpty()) {
      plan.add(vip.with(sources));
    }
  }
}
