package dev.lvs.deploy;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.VirtualService;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Watches every version of VirtualServices and NodePlans while things change fast, and holds the
 * law that a status is true against them: no observedGeneration is ahead of its object, and a
 * service that is Programmed as it stands has a plan that says so and was reported on before.
 *
 * <p>Each version of a service has to have another timeout of persistence, by which it is found in
 * plans. Resource versions of all kinds are of one order.
 */
final class StatusInvariants implements AutoCloseable {
  private final List<Watch> watches = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();

  /** By resource version, the timeouts that a plan has which its node has carried out. */
  private final TreeMap<Long, Map<String, Long>> carriedOut = new TreeMap<>();

  private final TreeMap<Long, VirtualService> programmed = new TreeMap<>();
  private int versions;

  /** Begins with the versions that there are. */
  static StatusInvariants watch(KubernetesClient client) {
    StatusInvariants invariants = new StatusInvariants();
    invariants.watches.add(
        client.resources(NodePlan.class).watch(invariants.each(invariants::takePlan)));
    invariants.watches.add(
        client
            .resources(VirtualService.class)
            .inAnyNamespace()
            .watch(invariants.each(invariants::takeService)));
    return invariants;
  }

  /** Returns what was found to be untrue. */
  synchronized List<String> broken() {
    List<String> all = new ArrayList<>(broken);
    programmed.forEach((version, service) -> untrue(version, service).ifPresent(all::add));
    return all;
  }

  /** Returns how many versions were looked at. */
  synchronized int versions() {
    return versions;
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
  }

  synchronized void takePlan(NodePlan plan) {
    versions++;
    if (plan.getStatus() == null) {
      return;
    }
    Long observed = plan.getStatus().observedGeneration();
    long generation = plan.getMetadata().getGeneration();
    if (observed != null && observed > generation) {
      broken.add("NodePlan of generation %d is observed in %d".formatted(generation, observed));
    }
    if (observed != null && observed == generation && plan.getStatus().holdsAll()) {
      Map<String, Long> timeouts = new HashMap<>();
      plan.getSpec()
          .director()
          .services()
          .forEach(
              service ->
                  timeout(service).ifPresent(it -> timeouts.put(service.source().toString(), it)));
      carriedOut.put(version(plan), timeouts);
    }
  }

  synchronized void takeService(VirtualService service) {
    versions++;
    if (service.getStatus() == null) {
      return;
    }
    long generation = service.getMetadata().getGeneration();
    for (Condition condition : service.getStatus().conditions()) {
      Long observed = condition.getObservedGeneration();
      if (observed != null && observed > generation) {
        broken.add(
            "%s of generation %d is observed in %d"
                .formatted(condition.getType(), generation, observed));
      }
      if (condition.getType().equals("Programmed")
          && condition.getStatus().equals("True")
          && observed != null
          && observed == generation) {
        programmed.put(version(service), service);
      }
    }
  }

  private Optional<String> untrue(long version, VirtualService service) {
    String name =
        "VirtualService %s/%s"
            .formatted(service.getMetadata().getNamespace(), service.getMetadata().getName());
    long timeout =
        Optional.ofNullable(service.getSpec().persistence()).orElseThrow().timeout().value();
    boolean known =
        carriedOut.headMap(version).values().stream()
            .anyMatch(timeouts -> Long.valueOf(timeout).equals(timeouts.get(name)));
    return known
        ? Optional.empty()
        : Optional.of(
            "%s is Programmed in generation %d, which no node has carried out before"
                .formatted(name, service.getMetadata().getGeneration()));
  }

  private static OptionalLong timeout(PlannedService service) {
    return service.persistence() == null
        ? OptionalLong.empty()
        : OptionalLong.of(service.persistence().timeoutSeconds());
  }

  private static long version(HasMetadata object) {
    return Long.parseLong(object.getMetadata().getResourceVersion());
  }

  private <R extends HasMetadata> Watcher<R> each(java.util.function.Consumer<R> taker) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, R object) {
        if (action == Action.ADDED || action == Action.MODIFIED) {
          taker.accept(object);
        }
      }

      @Override
      public void onClose(@Nullable WatcherException cause) {
        if (cause != null) {
          synchronized (StatusInvariants.this) {
            broken.add("the watch has ended: " + cause.getMessage());
          }
        }
      }
    };
  }
}
