package dev.lvs.agent.report;

import dev.lvs.agent.model.ipvs.DestinationCounters;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.plan.draft.Servers;
import dev.lvs.agent.situation.Drains;
import dev.lvs.agent.situation.Drains.Drain;
import dev.lvs.agent.situation.Situation;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Watches the destinations that are drained, and says for each resource what is left, anew only
 * every ten seconds while nothing but numbers differs: every change of a status is written to the
 * API server.
 */
public final class DrainWatch {
  /** Time for which numbers are told that are out of date. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  private final InstantSource clock;
  private Map<ResourceName, Said> said = Map.of();

  /** Progress that was told of a resource, and the time by the clock of situations. */
  private record Said(DrainProgress progress, Instant until, Instant at) {}

  /**
   * @param clock of the times that people are told
   */
  public DrainWatch(InstantSource clock) {
    this.clock = clock;
  }

  /** Sum of what one resource has. */
  private static final class Sum {
    final Set<IpAddress> servers = new HashSet<>();
    long connections;
    long templates;
    Instant until = Instant.EPOCH;

    void add(DestinationKey server, DestinationCounters left, Drain drain) {
      servers.add(server.address());
      connections += left.active() + left.inactive();
      templates += left.persistent();
      Instant end = drain.until().orElse(Instant.MAX);
      until = end.isAfter(until) ? end : until;
    }
  }

  /**
   * Returns what is to be said now.
   *
   * @param desired the virtual servers as they are to be now
   */
  public List<DrainProgress> look(
      NodePlanSpec plan, Situation situation, Map<ServiceKey, VirtualServer> desired) {
    Map<ResourceName, Sum> sums = new TreeMap<>();
    if (!situation.drains().isEmpty()) {
      plan.director().services().forEach(service -> add(service, situation, desired, sums));
    }
    Map<ResourceName, Said> now = new HashMap<>();
    List<DrainProgress> all = new ArrayList<>();
    sums.forEach(
        (source, sum) -> {
          Said one = said(source, sum, situation.now());
          now.put(source, one);
          all.add(one.progress());
        });
    said = now;
    return all;
  }

  private Said said(ResourceName source, Sum sum, Instant now) {
    Optional<Said> same =
        Optional.ofNullable(said.get(source))
            .filter(it -> it.progress().servers() == sum.servers.size())
            .filter(it -> it.until().equals(sum.until));
    if (same.filter(it -> it.at().plus(PAUSE).isAfter(now)).isPresent()) {
      return same.get();
    }
    Optional<Instant> end =
        same.map(it -> it.progress().until())
            .orElseGet(
                () ->
                    Optional.of(sum.until)
                        .filter(time -> !time.equals(Instant.MAX))
                        .map(time -> clock.instant().plus(Duration.between(now, time))));
    return new Said(
        new DrainProgress(source, sum.servers.size(), sum.connections, sum.templates, end),
        sum.until,
        now);
  }

  private static void add(
      PlannedService service,
      Situation situation,
      Map<ServiceKey, VirtualServer> desired,
      Map<ResourceName, Sum> sums) {
    Drains drains = situation.drains();
    VirtualServer server = desired.get(service.key());
    if (server == null || drains.of(service.key()).isEmpty()) {
      return;
    }
    Set<DestinationKey> counted = new HashSet<>();
    Stream.concat(service.destinations().stream(), service.leaving().stream())
        .forEach(
            one -> {
              DestinationKey key = Servers.key(one);
              Drain drain = drains.of(service.key()).get(key);
              DestinationSettings settings = server.destinations().get(key);
              if (drain != null
                  && settings != null
                  && !drain.isOfFormerMethod(settings)
                  && counted.add(key)) {
                DestinationCounters left =
                    situation.counters().of(service.key(), key).orElse(DestinationCounters.NONE);
                sources(service, one)
                    .forEach(
                        source ->
                            sums.computeIfAbsent(source, _ -> new Sum()).add(key, left, drain));
              }
            });
  }

  private static Set<ResourceName> sources(PlannedService service, PlannedDestination one) {
    Set<ResourceName> sources = new HashSet<>(Set.of(service.source()));
    Optional.ofNullable(one.source()).ifPresent(sources::add);
    return sources;
  }
}
