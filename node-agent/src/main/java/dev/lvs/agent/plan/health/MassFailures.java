package dev.lvs.agent.plan.health;

import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.agent.plan.draft.Servers;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.Past.MassFailure;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.agent.situation.Situation;
import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.OnMassFailure;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.ServiceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out whether all real servers of many VirtualServices failed at one moment, which may be the
 * director's own fault: a cable, a firewall.
 *
 * <p>Many are {@value #MANY}, or all whose real servers are checked if these are two. One moment is
 * what their checks need to find it out: servers are probed at different times and intervals. It
 * lasts for each service until some server of it has been up for as long, so that the first one
 * that comes back does not get the clients of all.
 */
final class MassFailures {
  private static final int MANY = 3;

  /** Beside what the checks need: servers do not die within the same millisecond. */
  private static final Duration MOMENT = Duration.ofSeconds(5);

  /** Of what the checks need: what is farther apart is no moment. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Health health;
  private final Instant now;
  private final Map<ResourceName, List<PlannedService>> checked = new TreeMap<>();
  private final Duration window;
  private final Optional<MassFailure> found;
  private Optional<Instant> next = Optional.empty();

  /** A VirtualService without any server. */
  private record Loss(ResourceName service, Instant at) {}

  MassFailures(Collection<PlannedService> plan, Situation situation) {
    this.health = situation.inputs().health();
    this.now = situation.now();
    Duration slowest = Duration.ZERO;
    for (PlannedService service : plan) {
      if (health.isAbout(service.key()) && service.health() != null) {
        checked.computeIfAbsent(service.source(), _ -> new ArrayList<>()).add(service);
        Duration its = time(service);
        slowest = its.compareTo(slowest) > 0 ? its : slowest;
      }
    }
    window = (slowest.compareTo(LONGEST) < 0 ? slowest : LONGEST).plus(MOMENT);
    found = situation.past().massFailure().flatMap(this::lasting).or(this::fresh);
  }

  /** The one that lasts; empty for none. */
  Optional<MassFailure> found() {
    return found;
  }

  /** When a part of it is over. */
  Optional<Instant> next() {
    return next;
  }

  /** Returns whether a server that is down keeps its weight. */
  boolean keeps(PlannedService service, ServerHealth.Down down) {
    return isKept(service)
        && found
            .filter(failure -> down.since().filter(at -> !at.isBefore(failure.began())).isPresent())
            .isPresent();
  }

  private boolean isKept(PlannedService service) {
    return service.health() != null
        && service.health().onMassFailure() == OnMassFailure.KEEP
        && found.filter(failure -> failure.services().contains(service.key())).isPresent();
  }

  /** Says it of each service that it is about. */
  void tell(DesiredDraft draft) {
    if (found.isEmpty()) {
      return;
    }
    Set<ServiceKey> failed = found.get().services();
    Set<ResourceName> sources = new TreeSet<>();
    checked.forEach(
        (source, services) -> {
          if (services.stream().anyMatch(one -> failed.contains(one.key()))) {
            sources.add(source);
          }
        });
    for (ResourceName source : sources) {
      boolean kept = checked.getOrDefault(source, List.of()).stream().anyMatch(this::isKept);
      draft.obstacle(
          List.of(source),
          "balance over real servers that work",
          Reason.MASS_FAILURE,
          "All real servers of "
              + words(sources)
              + " failed their health checks at one moment, which may be a fault of this director"
              + " or of the network beside it. "
              + (kept
                  ? "Those that served until then keep their weights (onMassFailure: keep)."
                  : "They are treated as failed (onMassFailure: follow)."));
    }
  }

  private static String words(Set<ResourceName> sources) {
    int more = sources.size() - MANY;
    return sources.stream()
            .limit(MANY)
            .map(ResourceName::toString)
            .collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  /** Returns what is left of the one that there was. */
  private Optional<MassFailure> lasting(MassFailure before) {
    Set<ServiceKey> left = new HashSet<>();
    for (List<PlannedService> services : checked.values()) {
      if (services.stream().anyMatch(one -> before.services().contains(one.key()))
          && isWithoutServers(services)) {
        services.forEach(one -> left.add(one.key()));
      }
    }
    left.retainAll(before.services());
    return left.isEmpty() ? Optional.empty() : Optional.of(new MassFailure(left, before.began()));
  }

  /** Also where one has come up just now, and others may follow. */
  private boolean isWithoutServers(List<PlannedService> services) {
    Optional<Instant> first = Optional.empty();
    for (ServerHealth one : healths(services).toList()) {
      if (one instanceof ServerHealth.Down) {
        continue;
      }
      Optional<Instant> since =
          one instanceof ServerHealth.Up up ? up.cameUp() : Optional.<Instant>empty();
      if (since.isEmpty()) {
        return false;
      }
      first = first.filter(at -> at.isBefore(since.get())).or(() -> since);
    }
    Optional<Instant> end = first.map(at -> at.plus(window));
    if (end.isPresent() && !end.get().isAfter(now)) {
      return false;
    }
    next = earlier(next, end);
    return true;
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return Stream.of(one, other).flatMap(Optional::stream).min(Comparator.naturalOrder());
  }

  private Optional<MassFailure> fresh() {
    List<Loss> losses = new ArrayList<>();
    checked.forEach(
        (source, services) -> lost(services).ifPresent(at -> losses.add(new Loss(source, at))));
    int many = Math.max(2, Math.min(MANY, checked.size()));
    losses.sort(Comparator.comparing(Loss::at));
    List<Loss> largest = List.of();
    int first = 0;
    for (int last = 0; last < losses.size(); last++) {
      while (losses.get(first).at().plus(window).isBefore(losses.get(last).at())) {
        first++;
      }
      if (last - first + 1 >= many && last - first + 1 > largest.size()) {
        largest = losses.subList(first, last + 1);
      }
    }
    if (largest.isEmpty()) {
      return Optional.empty();
    }
    Set<ServiceKey> services =
        largest.stream()
            .flatMap(loss -> checked.getOrDefault(loss.service(), List.of()).stream())
            .map(PlannedService::key)
            .collect(Collectors.toSet());
    return Optional.of(new MassFailure(services, largest.getFirst().at().minus(window)));
  }

  /** When the last server of a VirtualService went down; empty while any takes connections. */
  private Optional<Instant> lost(List<PlannedService> services) {
    Optional<Instant> last = Optional.empty();
    for (ServerHealth one : healths(services).toList()) {
      if (!(one instanceof ServerHealth.Down down)) {
        return Optional.empty();
      }
      // one that was never up failed at no moment
      last = Stream.of(last, down.since()).flatMap(Optional::stream).max(Comparator.naturalOrder());
    }
    return last;
  }

  /** Of the servers that are to have clients. */
  private Stream<ServerHealth> healths(List<PlannedService> services) {
    return services.stream()
        .flatMap(
            service ->
                service.realServers().stream()
                    .filter(server -> server.weight() > 0)
                    .map(server -> health.of(service.key(), Servers.key(server))));
  }

  /** Returns what the checks of a service need at most from a server's death to their result. */
  private static Duration time(PlannedService service) {
    Duration slowest = Duration.ZERO;
    if (service.health() != null) {
      slowest =
          service
              .health()
              .checks()
              .map(MassFailures::time)
              .max(Comparator.naturalOrder())
              .orElse(slowest);
    }
    return slowest;
  }

  private static Duration time(HealthCheck check) {
    return Duration.ofMillis(
        (long) check.fall()
            * (check.interval().milliseconds()
                + check.jitter().milliseconds()
                + check.timeout().milliseconds()));
  }
}
