package dev.lvs.compile.resolve;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.api.v1alpha1.AddressPoolSpec;
import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.Forwarding;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.RealServerGrant;
import dev.lvs.api.v1alpha1.RealServerSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.resolve.Resolution.Group;
import dev.lvs.compile.resolve.Resolution.Host;
import dev.lvs.compile.resolve.Resolution.Pool;
import dev.lvs.compile.resolve.Resolution.Server;
import dev.lvs.compile.resolve.Resolution.Service;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Looks up every reference of an input. Validates nothing: that is the compiler's part. */
public final class Resolver {
  /** The group of a VirtualService that names none. */
  public static final String DEFAULT_GROUP = "default";

  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  private final Input input;
  private final Map<ResourceName, Map<String, String>> labels = new HashMap<>();
  private final Map<String, Map<String, String>> namespaceLabels = new HashMap<>();
  private final Map<IpAddress, Host> hostsByAddress = new HashMap<>();
  private final SortedMap<ResourceName, Host> hosts;
  private final SortedMap<ResourceName, Server> servers;
  private final SortedMap<ResourceName, Group> groups;
  private final SortedMap<ResourceName, Pool> pools;
  private final Map<String, AdmittingPools> admitting;
  private final LabelIndex<Host> hostsByLabel;
  private final LabelIndex<Server> serversByLabel;

  private Resolver(Input input) {
    this.input = input;
    for (Namespace namespace : input.namespaces()) {
      namespaceLabels.put(namespace.getMetadata().getName(), Labels.of(namespace));
    }
    hosts = sorted(input.nodes(), this::host);
    hosts
        .values()
        .forEach(host -> host.addresses().forEach(a -> hostsByAddress.putIfAbsent(a, host)));
    hostsByLabel = new LabelIndex<>(hosts, labels);
    servers = sorted(input.realServers(), this::server);
    serversByLabel = new LabelIndex<>(servers, labels);
    groups = sorted(input.directorGroups(), this::group);
    pools = sorted(input.addressPools(), this::pool);
    admitting = admitting();
  }

  /** The input with every reference looked up. */
  public static Resolution resolve(Input input) {
    return new Resolver(input).resolution();
  }

  private Resolution resolution() {
    return new Resolution(
        List.copyOf(sorted(input.virtualServices(), this::service).values()),
        List.copyOf(servers.values()),
        List.copyOf(groups.values()),
        List.copyOf(pools.values()),
        List.copyOf(hosts.values()),
        input.at(),
        input.localChecks(),
        Optional.ofNullable(input.letGo()));
  }

  private <R extends HasMetadata, T> SortedMap<ResourceName, T> sorted(
      Collection<R> resources, Function<R, T> resolve) {
    SortedMap<ResourceName, T> sorted = new TreeMap<>();
    for (R resource : resources) {
      ResourceName name = ResourceName.of(resource);
      labels.put(name, Labels.of(resource));
      sorted.put(name, resolve.apply(resource));
    }
    return sorted;
  }

  private Host host(Node node) {
    List<IpAddress> others = new ArrayList<>(addresses(node, "ExternalIP"));
    podCidrs(node)
        .flatMap(text -> AddressRange.read(text).stream())
        .forEach(range -> others.addAll(range.first(2)));
    return new Host(
        ResourceName.of(node),
        addresses(node, "InternalIP"),
        others,
        NodeReadiness.of(node),
        NodeDuty.of(node));
  }

  private static List<IpAddress> addresses(Node node, String type) {
    Stream<NodeAddress> addresses =
        node.getStatus() == null || node.getStatus().getAddresses() == null
            ? Stream.of()
            : node.getStatus().getAddresses().stream();
    return addresses
        .filter(address -> type.equals(address.getType()))
        .flatMap(address -> IpAddress.read(requireNonNullElse(address.getAddress(), "")).stream())
        .toList();
  }

  private static Stream<String> podCidrs(Node node) {
    return node.getSpec() == null || node.getSpec().getPodCIDRs() == null
        ? Stream.of()
        : node.getSpec().getPodCIDRs().stream();
  }

  private Pool pool(AddressPool pool) {
    AddressPoolSpec spec = pool.getSpec();
    RealServerGrant grant = spec == null ? null : spec.realServers();
    return new Pool(
        ResourceName.of(pool),
        spec,
        spec == null
            ? List.of()
            : spec.addresses().stream().flatMap(text -> AddressRange.read(text).stream()).toList(),
        grant == null ? List.of() : hostsByLabel.select(grant.nodeSelector(), ""));
  }

  private Server server(RealServer server) {
    RealServerSpec spec = server.getSpec();
    Optional<IpAddress> own =
        Optional.ofNullable(spec).map(RealServerSpec::address).flatMap(IpAddress::read);
    Optional<Reference<Host>> named =
        Optional.ofNullable(spec)
            .map(RealServerSpec::nodeName)
            .map(node -> find(hosts, new ResourceName("Node", "", node)));
    return new Server(
        ResourceName.of(server),
        spec,
        named.isPresent()
            ? named.flatMap(Reference::found).map(Host::addresses).orElse(List.of())
            : own.stream().toList(),
        named.or(() -> own.map(hostsByAddress::get).map(Reference.Found::new)),
        Upkeep.of(server, input.at()),
        Upkeep.text(server));
  }

  private Group group(DirectorGroup group) {
    var spec = group.getSpec();
    return new Group(
        ResourceName.of(group),
        spec,
        spec == null ? List.of() : hostsByLabel.select(spec.nodeSelector(), ""));
  }

  private Service service(VirtualService service) {
    ResourceName name = ResourceName.of(service);
    VirtualServiceSpec spec = service.getSpec();
    String group =
        spec == null ? DEFAULT_GROUP : requireNonNullElse(spec.directorGroup(), DEFAULT_GROUP);
    var sources = spec == null ? null : spec.realServers();
    return new Service(
        name,
        requireNonNullElse(service.getMetadata().getCreationTimestamp(), ""),
        spec,
        spec == null
            ? List.of()
            : spec.addresses().stream().flatMap(text -> IpAddress.read(text).stream()).toList(),
        find(groups, new ResourceName("DirectorGroup", "", group)),
        sources == null
            ? List.of()
            : sources.names().stream()
                .map(server -> find(servers, name.sibling("RealServer", server)))
                .toList(),
        sources == null ? List.of() : serversByLabel.select(sources.selector(), name.namespace()),
        sources == null ? List.of() : hostsByLabel.select(sources.nodeSelector(), ""),
        requireNonNull(admitting.get(name.namespace())),
        Optional.ofNullable(spec)
            .map(VirtualServiceSpec::forwarding)
            .map(Forwarding::localAddresses)
            .map(local -> find(pools, new ResourceName("AddressPool", "", local.addressPool()))));
  }

  /** The pools that admit each namespace which has services. */
  private Map<String, AdmittingPools> admitting() {
    SortedMap<ResourceName, String> namespaces = new TreeMap<>();
    Map<ResourceName, Map<String, String>> itsLabels = new HashMap<>();
    for (VirtualService service : input.virtualServices()) {
      String namespace = ResourceName.of(service).namespace();
      ResourceName name = new ResourceName("Namespace", "", namespace);
      if (namespaces.put(name, namespace) == null) {
        // the label that Kubernetes itself sets, for directories that do not list the namespace
        Map<String, String> all = new HashMap<>(Map.of(NAMESPACE_NAME, namespace));
        all.putAll(namespaceLabels.getOrDefault(namespace, Map.of()));
        itsLabels.put(name, all);
      }
    }
    LabelIndex<String> byLabel = new LabelIndex<>(namespaces, itsLabels);
    List<Pool> open = new ArrayList<>();
    Map<String, List<Pool>> selecting = new HashMap<>();
    for (Pool pool : pools.values()) {
      if (pool.spec() != null && pool.spec().namespaces() == null) {
        open.add(pool);
      } else if (pool.spec() != null) {
        byLabel
            .select(pool.spec().namespaces(), "")
            .forEach(it -> selecting.computeIfAbsent(it, _ -> new ArrayList<>()).add(pool));
      }
    }
    AdmittingPools everybodys = AdmittingPools.of(open);
    Map<String, AdmittingPools> admitting = new HashMap<>();
    namespaces
        .values()
        .forEach(it -> admitting.put(it, everybodys.and(selecting.getOrDefault(it, List.of()))));
    return admitting;
  }

  private static <T> Reference<T> find(SortedMap<ResourceName, T> all, ResourceName name) {
    T target = all.get(name);
    return target == null ? new Reference.Dangling<>(name) : new Reference.Found<>(target);
  }
}
