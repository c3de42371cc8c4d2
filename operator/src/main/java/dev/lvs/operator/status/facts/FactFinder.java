package dev.lvs.operator.status.facts;

import static java.util.Objects.requireNonNullElse;

import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ServicePort;
import dev.lvs.compile.Compilation;
import dev.lvs.compile.Compilation.GroupFacts;
import dev.lvs.compile.Compilation.ServerFacts;
import dev.lvs.compile.Compilation.ServiceFacts;
import dev.lvs.compile.problem.Problem;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.IpAddress;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
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

/** Reads a compilation once and hands out the facts of each resource. */
public final class FactFinder {
  private final Map<ResourceName, Long> generations;
  private final Map<ResourceName, List<ServicePort>> ports;
  private final Map<ResourceName, List<Problem>> problems;

  /** By service, the nodes that hold its VIPs as real servers, each with its addresses. */
  private final Map<ResourceName, SortedMap<String, Set<IpAddress>>> hostsByService =
      new HashMap<>();

  /** By address of a real server, the nodes that hold VIPs for it. */
  private final Map<String, SortedSet<String>> hostsByAddress = new HashMap<>();

  /** By service that has hosts, the addresses of its real servers that take new connections. */
  private final Map<ResourceName, Set<IpAddress>> ready = new HashMap<>();

  private final Map<String, Set<ResourceName>> servicesByNode = new HashMap<>();
  private final Map<ResourceName, Long> marks = new HashMap<>();
  private final CheckedDestinations checked = new CheckedDestinations();
  private final Map<ResourceName, List<String>> directors = new HashMap<>();
  private final DeadNodes deadNodes;

  /** By service, the nodes that are not ready, each with what is on it and nobody checks. */
  private final Map<ResourceName, SortedMap<String, Set<String>>> dead = new HashMap<>();

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
    this.deadNodes = new DeadNodes(input.nodes());
    compilation.plans().forEach(this::readRealServer);
    compilation.plans().forEach(this::readDirector);
    compilation.services().forEach(it -> directors.put(it.name(), it.directors()));
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
                  name,
                  new Facts.OfServer(
                      finder.generationOf(name),
                      finder.problemsOf(name),
                      it,
                      finder.hosts(it),
                      finder.uses(it, it.services()),
                      finder.uses(it, it.leaving()),
                      finder.dead(it)));
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

  /**
   * The facts where only {@code servers} differ from those of {@code before}, and they by their
   * weight: what is said of them is then of another generation, and the same.
   */
  public static Map<ResourceName, Facts> again(
      Map<ResourceName, Facts> before, Input input, Set<ResourceName> servers) {
    if (servers.isEmpty()) {
      return before;
    }
    Map<ResourceName, Facts> facts = new HashMap<>(before);
    for (RealServer server : input.realServers()) {
      ResourceName name = ResourceName.of(server);
      if (servers.contains(name)
          && facts.get(name)
              instanceof
              Facts.OfServer(
                  _,
                  var problems,
                  var its,
                  var hosts,
                  var uses,
                  var leaving,
                  var dead)) {
        facts.put(
            name,
            new Facts.OfServer(generation(server), problems, its, hosts, uses, leaving, dead));
      }
    }
    return facts;
  }

  private void readRealServer(NodePlanSpec plan) {
    String node = plan.nodeName();
    for (HiddenVip vip : plan.realServer().hiddenVips()) {
      IpAddress address = vip.realServerAddress();
      hostsByAddress.computeIfAbsent(address.toString(), none -> new TreeSet<>()).add(node);
      for (ResourceName source : vip.sources()) {
        hostsByService
            .computeIfAbsent(source, none -> new TreeMap<>())
            .computeIfAbsent(node, none -> new HashSet<>())
            .add(address);
      }
    }
  }

  private void readDirector(NodePlanSpec plan) {
    for (PlannedService service : plan.director().services()) {
      ResourceName source = service.source();
      servicesByNode.computeIfAbsent(plan.nodeName(), none -> new TreeSet<>()).add(source);
      checked.read(service);
      if (!deadNodes.isEmpty()) {
        readDead(service);
      }
      if (service.key() instanceof MarkKey key) {
        marks.put(source, key.mark());
      }
      if (hostsByService.containsKey(source)) {
        Set<IpAddress> addresses = ready.computeIfAbsent(source, none -> new HashSet<>());
        service.destinations().stream()
            .filter(destination -> destination.weight() > 0)
            .forEach(destination -> addresses.add(destination.address()));
      }
    }
  }

  private void readDead(PlannedService service) {
    service.destinations().stream()
        .filter(destination -> destination.weight() > 0)
        .map(destination -> destination.address().toString())
        .filter(address -> !checked.isChecked(service.source(), List.of(address)))
        .forEach(
            address ->
                deadNodes
                    .at(address)
                    .ifPresent(
                        node ->
                            dead.computeIfAbsent(service.source(), none -> new TreeMap<>())
                                .computeIfAbsent(node, none -> new HashSet<>())
                                .add(address)));
  }

  private Optional<String> dead(ServerFacts server) {
    return server.addresses().stream()
        .flatMap(address -> deadNodes.at(address).stream())
        .findFirst();
  }

  /** The hosts of a service, each with those of its addresses that take new connections. */
  private SortedMap<String, Set<String>> hosts(ResourceName service) {
    SortedMap<String, Set<String>> hosts = new TreeMap<>();
    hostsByService
        .getOrDefault(service, Collections.emptySortedMap())
        .forEach(
            (node, addresses) -> {
              Set<IpAddress> open = ready.getOrDefault(service, Set.of());
              hosts.put(
                  node,
                  addresses.stream()
                      .filter(open::contains)
                      .map(IpAddress::toString)
                      .collect(Collectors.toSet()));
            });
    return hosts;
  }

  private SortedSet<String> hosts(ServerFacts server) {
    SortedSet<String> hosts = new TreeSet<>();
    server
        .addresses()
        .forEach(it -> hosts.addAll(hostsByAddress.getOrDefault(it, Collections.emptySortedSet())));
    return hosts;
  }

  private Facts.OfService service(ServiceFacts compiled) {
    ResourceName name = compiled.name();
    return new Facts.OfService(
        generationOf(name),
        problemsOf(name),
        compiled,
        hosts(name),
        Optional.ofNullable(marks.get(name)),
        ports.getOrDefault(name, List.of()),
        checked.anyOf(name),
        dead.getOrDefault(name, Collections.emptySortedMap()));
  }

  private List<Facts.Use> uses(ServerFacts server, List<String> services) {
    return services.stream()
        .map(service -> server.name().sibling("VirtualService", service))
        .map(
            service ->
                new Facts.Use(
                    service,
                    directors.getOrDefault(service, List.of()),
                    checked.isChecked(service, server.addresses())))
        .toList();
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
