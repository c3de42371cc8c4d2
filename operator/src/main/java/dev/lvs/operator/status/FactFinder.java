package dev.lvs.operator.status;

import static java.util.Objects.requireNonNullElse;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ServicePort;
import dev.lvs.compile.Compilation;
import dev.lvs.compile.Compilation.GroupFacts;
import dev.lvs.compile.Compilation.ServiceFacts;
import dev.lvs.compile.Input;
import dev.lvs.compile.Problem;
import dev.lvs.compile.ResourceName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a compilation once and hands out what it says of each resource. */
public final class FactFinder {
  private final Map<ResourceName, Long> generations;
  private final Map<ResourceName, List<ServicePort>> ports;
  private final Map<ResourceName, List<Problem>> problems;
  private final Map<String, SortedSet<String>> hostsByService = new HashMap<>();
  private final Map<String, Set<String>> servicesByNode = new HashMap<>();
  private final Map<String, Long> marks = new HashMap<>();

  private FactFinder(Input input, Compilation compilation) {
    this.generations =
        Stream.of(
                input.virtualServices(),
                input.realServers(),
                input.directorGroups(),
                input.addressPools())
            .flatMap(List::stream)
            .collect(Collectors.toMap(ResourceName::of, FactFinder::generation));
    this.ports =
        input.virtualServices().stream()
            .filter(service -> service.getSpec() != null)
            .collect(Collectors.toMap(ResourceName::of, service -> service.getSpec().ports()));
    this.problems =
        compilation.problems().stream().collect(Collectors.groupingBy(Problem::resource));
    compilation.plans().forEach(this::read);
  }

  /** The facts of every resource of {@code input} that has a status. */
  public static Map<ResourceName, Facts> find(Input input, Compilation compilation) {
    FactFinder finder = new FactFinder(input, compilation);
    Map<ResourceName, Facts> facts = new HashMap<>();
    compilation.services().forEach(it -> facts.put(it.name(), finder.service(it)));
    compilation
        .servers()
        .forEach(
            it -> {
              ResourceName name = it.name();
              facts.put(
                  name, new Facts.OfServer(finder.generationOf(name), finder.problemsOf(name), it));
            });
    compilation.groups().forEach(it -> facts.put(it.name(), finder.group(it)));
    compilation
        .pools()
        .forEach(
            it -> {
              ResourceName name = it.name();
              facts.put(
                  name, new Facts.OfPool(finder.generationOf(name), finder.problemsOf(name), it));
            });
    return facts;
  }

  private void read(NodePlanSpec plan) {
    String node = plan.nodeName();
    if (plan.director() != null) {
      for (PlannedService service : plan.director().services()) {
        servicesByNode.computeIfAbsent(node, none -> new TreeSet<>()).add(service.source());
        if (service.firewallMark() != null) {
          marks.put(service.source(), service.firewallMark());
        }
      }
    }
    if (plan.realServer() != null) {
      plan.realServer().hiddenVips().stream()
          .flatMap(vip -> vip.sources().stream())
          .forEach(
              source -> hostsByService.computeIfAbsent(source, none -> new TreeSet<>()).add(node));
    }
  }

  private Facts.OfService service(ServiceFacts compiled) {
    ResourceName name = compiled.name();
    String source = name.toString();
    return new Facts.OfService(
        generationOf(name),
        problemsOf(name),
        compiled,
        hostsByService.getOrDefault(source, Collections.emptySortedSet()),
        Optional.ofNullable(marks.get(source)),
        ports.getOrDefault(name, List.of()));
  }

  private Facts.OfGroup group(GroupFacts compiled) {
    SortedMap<String, Integer> services = new TreeMap<>();
    for (String node : compiled.nodes()) {
      services.put(node, servicesByNode.getOrDefault(node, Set.of()).size());
    }
    ResourceName name = compiled.name();
    return new Facts.OfGroup(generationOf(name), problemsOf(name), services);
  }

  private long generationOf(ResourceName name) {
    return generations.getOrDefault(name, 0L);
  }

  private List<Problem> problemsOf(ResourceName name) {
    return problems.getOrDefault(name, List.of());
  }

  private static long generation(HasMetadata resource) {
    return requireNonNullElse(resource.getMetadata().getGeneration(), 0L);
  }
}
