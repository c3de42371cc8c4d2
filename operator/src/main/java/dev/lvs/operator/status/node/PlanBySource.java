package dev.lvs.operator.status.node;

import dev.lvs.api.v1alpha1.DirectorSettings;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plan indexed by the resources that its entries come from, by which the resources are found that
 * a new plan changes.
 */
public final class PlanBySource {
  /** The parts of the empty plan. */
  static final PlanBySource EMPTY = new PlanBySource();

  /** Entries of one resource in a plan: services, VIPs, hidden VIPs and settings. */
  private record Part(
      List<PlannedService> services,
      Set<IpAddress> vips,
      List<HiddenVip> hidden,
      List<DirectorSettings> settings) {
    Part() {
      this(new ArrayList<>(), new HashSet<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  private final Map<String, Part> parts = new HashMap<>();

  private PlanBySource() {}

  /** The parts of {@code plan}; of one without a spec, none. */
  public static PlanBySource of(@Nullable NodePlanSpec plan) {
    PlanBySource parts = new PlanBySource();
    if (plan == null) {
      return parts;
    }
    plan.director().services().forEach(it -> parts.part(it.source()).services().add(it));
    plan.director()
        .vips()
        .forEach(vip -> vip.sources().forEach(it -> parts.part(it).vips().add(vip.address())));
    plan.director().settings().forEach(it -> parts.part(it.source()).settings().add(it));
    plan.realServer()
        .hiddenVips()
        .forEach(vip -> vip.sources().forEach(it -> parts.part(it).hidden().add(vip)));
    return parts;
  }

  /** The resources that have something in the plan, e.g. {@code VirtualService shop/web}. */
  public Set<String> sources() {
    return parts.keySet();
  }

  /** Returns whether {@code source} has the same in this plan as in {@code other}. */
  public boolean sameFor(String source, PlanBySource other) {
    Part mine = parts.get(source);
    return mine != null && mine.equals(other.parts.get(source));
  }

  private Part part(ResourceName source) {
    return parts.computeIfAbsent(source.toString(), none -> new Part());
  }
}
