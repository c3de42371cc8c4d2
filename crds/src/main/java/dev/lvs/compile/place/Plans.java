package dev.lvs.compile.place;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.DirectorSettings;
import dev.lvs.api.v1alpha1.FormerVip;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** The plans of all nodes while they are being put together, sorted as they will be written. */
public final class Plans {
  private final SortedMap<String, OfNode> nodes = new TreeMap<>();

  /** The plan of {@code node}, empty at first. */
  OfNode of(String node) {
    return nodes.computeIfAbsent(node, _ -> new OfNode());
  }

  /** The plan of {@code node}, if one is begun. */
  Optional<OfNode> find(String node) {
    return Optional.ofNullable(nodes.get(node));
  }

  /** Hands out the plans begun so far, by node. */
  void forEach(BiConsumer<String, OfNode> each) {
    nodes.forEach(each);
  }

  public List<NodePlanSpec> finished() {
    Map<IpAddress, SortedSet<String>> announcers = new HashMap<>();
    nodes.forEach(
        (name, node) ->
            node.answered()
                .forEach(vip -> announcers.computeIfAbsent(vip, _ -> new TreeSet<>()).add(name)));
    return nodes.entrySet().stream()
        .map(node -> node.getValue().finished(node.getKey(), announcers))
        .toList();
  }

  /** Plan of one node while it is being put together. */
  static final class OfNode {
    private final SortedMap<ServiceKey, PlannedService> services = new TreeMap<>();
    private final SortedMap<IpAddress, Sources<PlannedVip>> vips = new TreeMap<>();
    private final SortedSet<FormerVip> formerVips = new TreeSet<>();
    private final List<DirectorSettings> settings = new ArrayList<>();
    private final SortedMap<VipPorts, PlannedMark> marks = new TreeMap<>();
    private final SortedMap<HiddenVip, Sources<HiddenVip>> hiddenVips =
        new TreeMap<>(Entries.HIDDEN_VIPS);

    SortedMap<ServiceKey, PlannedService> services() {
      return services;
    }

    /** Adds ports whose packets are marked. */
    void add(PlannedMark mark) {
      marks.put(mark.ports(), mark);
    }

    /** Adds a VIP; where it stands already its interface stays and its sources are united. */
    void add(PlannedVip vip) {
      vips.computeIfAbsent(vip.address(), _ -> new Sources<>(vip)).add(vip.sources());
    }

    /** Adds a VIP that the node had and is to let go. */
    void add(FormerVip vip) {
      formerVips.add(vip);
    }

    /** The VIPs; of each the sources are those that needed it first. */
    List<PlannedVip> vips() {
      return vips.values().stream().map(vip -> vip.first).toList();
    }

    /** Takes a VIP out again; returns who needs it. */
    List<ResourceName> withdraw(IpAddress vip) {
      Sources<PlannedVip> taken = vips.remove(vip);
      return taken == null ? List.of() : taken.all();
    }

    /** Adds what one group sets. */
    void add(DirectorSettings ofGroup) {
      settings.add(ofGroup);
    }

    /** Adds a hidden VIP; where it stands already the sources are united. */
    void add(HiddenVip vip) {
      hiddenVips.computeIfAbsent(vip, Sources::new).add(vip.sources());
    }

    Collection<PlannedMark> marks() {
      return marks.values();
    }

    /** Returns whether one entry here is every port of the VIP. */
    boolean directsEvery(VipPorts ports) {
      return services.containsKey(new AddressKey(ports.protocol(), ports.vip(), 0));
    }

    /** Returns whether entries here are ports of what is every port of a VIP. */
    boolean directsPartOf(AddressKey every) {
      return every.port() == 0
          && services.tailMap(every).keySet().stream()
              .limit(1)
              .anyMatch(
                  key ->
                      key instanceof AddressKey other
                          && other.address().equals(every.address())
                          && other.protocol().equals(every.protocol()));
    }

    /**
     * Returns what is hidden here as for a real server. A director that holds the VIP answers for
     * it, and one of the same service gets its packets before anything else here.
     */
    private List<HiddenVip> hidden() {
      Set<ResourceName> directed = new HashSet<>();
      services.values().forEach(service -> directed.add(service.source()));
      List<HiddenVip> hidden = new ArrayList<>();
      hiddenVips.forEach(
          (vip, sources) -> {
            List<ResourceName> others =
                sources.all().stream().filter(source -> !directed.contains(source)).toList();
            if (!others.isEmpty() && !vips.containsKey(vip.address())) {
              hidden.add(vip.with(others));
            }
          });
      return hidden;
    }

    /** The VIPs that the node answers for without asking. */
    private List<IpAddress> answered() {
      return vips.values().stream()
          .filter(vip -> vip.first.answeredAlone())
          .map(vip -> vip.first.address())
          .toList();
    }

    /** The first of the other nodes that hold one of the VIPs of this one too. */
    private List<String> rivals(String node, Map<IpAddress, SortedSet<String>> announcers) {
      NavigableSet<String> rivals = new TreeSet<>();
      for (IpAddress vip : answered()) {
        announcers.getOrDefault(vip, new TreeSet<>()).stream()
            .filter(other -> !other.equals(node))
            .limit(DirectorPlan.MOST_NAMED)
            .forEach(rivals::add);
      }
      return rivals.stream().limit(DirectorPlan.MOST_NAMED).toList();
    }

    private NodePlanSpec finished(String node, Map<IpAddress, SortedSet<String>> announcers) {
      List<HiddenVip> hidden = hidden();
      return new NodePlanSpec(
          node,
          new DirectorPlan(
              List.copyOf(services.values()),
              vips.values().stream().map(vip -> vip.first.with(vip.all())).toList(),
              List.copyOf(marks.values()),
              settings,
              rivals(node, announcers),
              List.copyOf(formerVips)),
          new RealServerPlan(hidden));
    }
  }

  /** The sources of what several resources need, put in order once when there are all. */
  private static final class Sources<T> {
    final T first;
    private final Set<ResourceName> names = new HashSet<>();

    Sources(T first) {
      this.first = first;
    }

    void add(Collection<ResourceName> more) {
      names.addAll(more);
    }

    List<ResourceName> all() {
      return names.stream().sorted().toList();
    }
  }
}
