package dev.lvs.compile;

import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.compile.Compilation.ServerFacts;
import dev.lvs.compile.Compilation.ServerState;
import dev.lvs.compile.resolve.Resolver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compiles one input after another: as a whole, or incrementally where only weights differ.
 *
 * <p>That is correct for three reasons. Compilation is idempotent: the same input, compiled on the
 * plans that resulted from it, gives the same result. A weight above 0 decides nothing: no rule,
 * right, allocation, problem or fact reads it, but only the destinations that name its RealServer;
 * where a service compares weights with a quorum or a slow start it is compiled as a whole. And all
 * of these have the current weight of the RealServer, whether they are new or kept from a last good
 * version, unless the RealServer is refused. A change to weight 0 or from it is reported to users,
 * and compiled as a whole.
 */
public final class Recompiler {
  private Optional<Last> last = Optional.empty();

  private record Last(Input input, Compilation compilation) {}

  /**
   * Returns what {@link Compiler#compile} makes of the input.
   *
   * @param previous the plans in force
   */
  public Recompilation compile(Input input, List<NodePlanSpec> previous) {
    Recompilation next =
        last.filter(it -> same(it.compilation().plans(), previous))
            .flatMap(it -> again(it, input))
            .orElseGet(
                () ->
                    new Recompilation(
                        Compiler.compile(Resolver.resolve(input), previous), true, Set.of()));
    last = Optional.of(new Last(input, next.compilation()));
    return next;
  }

  /** Returns whether the plans are those that came out last; in another order they are as well. */
  private static boolean same(List<NodePlanSpec> plans, List<NodePlanSpec> previous) {
    Set<NodePlanSpec> mine = Collections.newSetFromMap(new IdentityHashMap<>());
    mine.addAll(plans);
    return plans.size() == previous.size() && mine.containsAll(previous);
  }

  private static Optional<Recompilation> again(Last last, Input input) {
    boolean isSetBack = input.at().isBefore(last.input().at());
    if (isSetBack
        || last.compilation().goodUntil().filter(end -> !end.isAfter(input.at())).isPresent()) {
      return Optional.empty();
    }
    return InputChange.between(last.input(), input)
        .map(InputChange::weighted)
        .filter(servers -> noneRefused(servers, last.compilation()))
        .filter(servers -> noneIsToldBySum(servers, last))
        .map(servers -> reweighted(last.compilation(), servers));
  }

  private static boolean noneRefused(List<RealServer> servers, Compilation compilation) {
    return servers.stream().map(ResourceName::of).noneMatch(compilation::refused);
  }

  /**
   * Returns whether no service of theirs tells its user how its weights compare with another
   * number.
   */
  private static boolean noneIsToldBySum(List<RealServer> servers, Last last) {
    Set<ResourceName> services = new HashSet<>();
    for (RealServer server : servers) {
      ResourceName name = ResourceName.of(server);
      facts(last.compilation(), name)
          .services()
          .forEach(service -> services.add(name.sibling("VirtualService", service)));
    }
    return last.input().virtualServices().stream()
        .filter(service -> services.contains(ResourceName.of(service)))
        .map(VirtualService::getSpec)
        .allMatch(spec -> spec == null || (spec.quorum() == null && spec.slowStart() == null));
  }

  private static Recompilation reweighted(Compilation before, List<RealServer> servers) {
    Map<ResourceName, Integer> weights = new HashMap<>();
    Set<ResourceName> services = new HashSet<>();
    Set<ResourceName> names = new HashSet<>();
    for (RealServer server : servers) {
      ResourceName name = ResourceName.of(server);
      names.add(name);
      weights.put(name, server.getSpec().weight());
      facts(before, name)
          .services()
          .forEach(service -> services.add(name.sibling("VirtualService", service)));
    }
    return new Recompilation(
        new Compilation(
            before.plans().stream().map(plan -> reweighted(plan, services, weights)).toList(),
            before.problems(),
            before.services(),
            before.servers(),
            before.groups(),
            before.pools(),
            List.of(),
            before.goodUntil()),
        false,
        names);
  }

  private static ServerFacts facts(Compilation compilation, ResourceName server) {
    ServerFacts alike =
        new ServerFacts(server, List.of(), List.of(), ServerState.UNUSED, Optional.empty());
    int at =
        Collections.binarySearch(
            compilation.servers(), alike, Comparator.comparing(ServerFacts::name));
    return compilation.servers().get(at);
  }

  private static NodePlanSpec reweighted(
      NodePlanSpec plan, Set<ResourceName> sources, Map<ResourceName, Integer> weights) {
    DirectorPlan director = plan.director();
    if (director == null
        || director.services().stream().noneMatch(it -> sources.contains(it.source()))) {
      return plan;
    }
    List<PlannedService> services = new ArrayList<>(director.services().size());
    for (PlannedService service : director.services()) {
      services.add(sources.contains(service.source()) ? reweighted(service, weights) : service);
    }
    return new NodePlanSpec(plan.nodeName(), director.with(services), plan.realServer());
  }

  private static PlannedService reweighted(
      PlannedService service, Map<ResourceName, Integer> weights) {
    List<PlannedDestination> destinations = new ArrayList<>();
    for (PlannedDestination one : service.destinations()) {
      Integer weight = one.source() == null ? null : weights.get(one.source());
      destinations.add(weight == null ? one : one.with(weight));
    }
    return service.with(destinations);
  }
}
