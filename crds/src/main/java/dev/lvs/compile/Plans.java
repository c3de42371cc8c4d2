package dev.lvs.compile;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.DirectorSettings;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The plans of all nodes while they are being put together, sorted as they will be written. */
final class Plans {
  private final SortedMap<String, OfNode> nodes = new TreeMap<>();

  /** The plan of {@code node}, empty at first. */
  OfNode of(String node) {
    return nodes.computeIfAbsent(node, _ -> new OfNode());
  }

  /** The plans begun so far. */
  Collection<OfNode> all() {
    return nodes.values();
  }

  List<NodePlanSpec> finished() {
    return nodes.entrySet().stream().map(node -> node.getValue().finished(node.getKey())).toList();
  }

  /** What one node is to hold. */
  static final class OfNode {
    private final SortedMap<Claim, PlannedService> services = new TreeMap<>();
    private final SortedMap<IpAddress, PlannedVip> vips = new TreeMap<>();
    private final List<DirectorSettings> settings = new ArrayList<>();
    private final SortedMap<Claim, PlannedMark> marks = new TreeMap<>();
    private final NavigableSet<HiddenVip> hiddenVips = new TreeSet<>(Entries.HIDDEN_VIPS);

    SortedMap<Claim, PlannedService> services() {
      return services;
    }

    /** Adds ports whose packets are marked. */
    void add(PlannedMark mark) {
      marks.put(Claim.of(mark), mark);
    }

    /** Adds a VIP; where it stands already its interface stays and its sources are united. */
    void add(PlannedVip vip) {
      vips.merge(
          IpAddress.parse(vip.address()),
          vip,
          (one, other) ->
              new PlannedVip(
                  one.address(),
                  one.interfaceName(),
                  Entries.union(one.sources(), other.sources())));
    }

    /** Adds what one group sets. */
    void add(DirectorSettings ofGroup) {
      settings.add(ofGroup);
    }

    /** Adds a hidden VIP; where it stands already the sources are united. */
    void add(HiddenVip vip) {
      List<String> sources = vip.sources();
      for (HiddenVip same : hiddenVips.subSet(vip, true, vip, true)) {
        sources = Entries.union(sources, same.sources());
      }
      HiddenVip united =
          new HiddenVip(
              vip.address(), vip.method(), vip.realServerAddress(), vip.tunnel(), sources);
      hiddenVips.remove(vip);
      hiddenVips.add(united);
    }

    private NodePlanSpec finished(String node) {
      // a director answers on the VIP itself, so the real-server side must not hide it there
      Collection<HiddenVip> hidden =
          hiddenVips.stream().filter(vip -> !directs(IpAddress.parse(vip.address()))).toList();
      return new NodePlanSpec(
          node,
          services.isEmpty() && vips.isEmpty() && settings.isEmpty()
              ? null
              : new DirectorPlan(
                  List.copyOf(services.values()),
                  List.copyOf(vips.values()),
                  List.copyOf(marks.values()),
                  settings),
          hidden.isEmpty() ? null : new RealServerPlan(List.copyOf(hidden)));
    }

    private boolean directs(IpAddress vip) {
      return vips.containsKey(vip)
          || Stream.concat(services.keySet().stream(), marks.keySet().stream())
              .anyMatch(claim -> claim instanceof Claim.Ports ports && ports.vip().equals(vip));
    }
  }
}
