package dev.lvs.agent.report;

import static java.time.temporal.ChronoUnit.SECONDS;
import static java.util.stream.Collectors.groupingBy;

import dev.lvs.api.v1alpha1.DrainedConnections;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.ServerCheck;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the entries of reports: one for each resource and reason, however many objects it covers.
 * An entry of the last report keeps its generation and its time.
 */
final class ReportEntries {
  /** Key of an entry in a report. */
  private record Key(ResourceName source, String reason, Optional<ResourceName> service) {
    static Key of(ResourceReport entry) {
      return new Key(
          entry.source(),
          entry.reason(),
          Optional.ofNullable(entry.check()).map(ServerCheck::service));
    }
  }

  private Map<Key, ResourceReport> last = Map.of();

  /**
   * The entries of the next report, in their order.
   *
   * @param now RFC 3339
   */
  List<ResourceReport> of(
      List<Shortfall> shortfalls,
      Measured measured,
      NodePlanSpec plan,
      long generation,
      String now) {
    Map<ResourceName, Set<IpAddress>> servers = realServers(shortfalls, plan);
    Map<Key, List<Shortfall>> byKey =
        shortfalls.stream()
            .collect(
                groupingBy(
                    it -> new Key(it.source(), it.reason(), Optional.empty()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<ResourceReport> entries = new ArrayList<>();
    byKey.forEach(
        (key, its) -> {
          Shortfall worst = its.stream().max(Comparator.comparing(Shortfall::state)).orElseThrow();
          ResourceNumbers numbers =
              worst.state() == ResourceState.PARTIAL
                  ? reach(its, servers.getOrDefault(key.source(), Set.of()))
                  : together(its);
          // of real servers that take no new connections anyway there is nothing to say
          if (!Objects.equals(numbers.affected(), 0)) {
            entries.add(
                new ResourceReport(
                    key.source(),
                    null,
                    null,
                    worst.state(),
                    key.reason(),
                    numbers,
                    worst.failed(),
                    worst.message()));
          }
        });
    for (FreePorts one : measured.localPorts()) {
      entries.add(
          new ResourceReport(
              one.source(),
              null,
              null,
              ResourceState.PROGRAMMED,
              ResourceReport.MEASURED,
              ResourceNumbers.ports(one.left()),
              null,
              null));
    }
    measured.drains().forEach(one -> entries.add(draining(one)));
    entries.addAll(CheckedServers.of(plan, measured.health()));
    List<ResourceReport> next =
        entries.stream().map(entry -> goingOn(entry, generation, now)).sorted().toList();
    last = next.stream().collect(Collectors.toMap(Key::of, entry -> entry));
    return next;
  }

  private static ResourceReport draining(DrainProgress one) {
    String until = one.until().map(end -> end.truncatedTo(SECONDS).toString()).orElse(null);
    return new ResourceReport(
        one.source(),
        null,
        null,
        ResourceState.PROGRAMMED,
        ResourceReport.DRAINING,
        ResourceNumbers.drained(
            one.servers(), new DrainedConnections(one.connections(), one.templates(), until)),
        null,
        null);
  }

  /** A check knows since when it is so; all else, since the agent says so. */
  private ResourceReport goingOn(ResourceReport entry, long generation, String now) {
    Optional<ResourceReport> before =
        Optional.ofNullable(last.get(Key.of(entry))).filter(it -> it.state() == entry.state());
    String since = before.isPresent() ? before.get().since() : now;
    return entry.since(
        before.isPresent() ? before.get().generation() : Long.valueOf(generation),
        entry.since() == null ? since : entry.since());
  }

  private static ResourceNumbers together(List<Shortfall> its) {
    Long foreign = null;
    Long all = null;
    Integer repairs = null;
    for (Shortfall one : its) {
      ResourceNumbers numbers = one.numbers().orElse(ResourceNumbers.affected(1));
      if (numbers.foreignWeight() != null && numbers.totalWeight() != null) {
        foreign = (foreign == null ? 0 : foreign) + numbers.foreignWeight();
        all = (all == null ? 0 : all) + numbers.totalWeight();
      }
      if (numbers.repairs() != null && (repairs == null || repairs < numbers.repairs())) {
        repairs = numbers.repairs();
      }
    }
    return new ResourceNumbers(its.size(), null, foreign, all, repairs, null);
  }

  /** Returns how many of the real servers that take new connections are not reached. */
  private static ResourceNumbers reach(List<Shortfall> its, Set<IpAddress> all) {
    Set<IpAddress> unreached = new HashSet<>();
    its.forEach(it -> it.realServer().ifPresent(unreached::add));
    unreached.retainAll(all);
    return ResourceNumbers.affected(unreached.size(), all.size());
  }

  /** Those that take new connections, of the services of which one is not reached. */
  private static Map<ResourceName, Set<IpAddress>> realServers(
      List<Shortfall> shortfalls, NodePlanSpec plan) {
    Map<ResourceName, Set<IpAddress>> servers = new HashMap<>();
    shortfalls.stream()
        .filter(it -> it.realServer().isPresent())
        .forEach(it -> servers.put(it.source(), new HashSet<>()));
    if (servers.isEmpty()) {
      return servers;
    }
    plan.director()
        .services()
        .forEach(
            service -> {
              Set<IpAddress> its = servers.get(service.source());
              if (its != null) {
                for (PlannedDestination destination : service.destinations()) {
                  if (destination.weight() > 0) {
                    its.add(destination.address());
                  }
                }
              }
            });
    return servers;
  }
}
