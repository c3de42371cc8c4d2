package dev.lvs.operator.status;

import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plan taken apart by the resources that its entries come from, so that one can say which of them
 * a new plan changes.
 */
public final class PlanParts {
  /** The parts of the empty plan. */
  static final PlanParts EMPTY = new PlanParts();

  /** What one resource has in a plan, as services or destinations, VIPs and hidden VIPs. */
  private record Part(List<Record> entries, Set<String> vips, List<HiddenVip> hidden) {
    Part() {
      this(new ArrayList<>(), new HashSet<>(), new ArrayList<>());
    }
  }

  private final Map<String, Part> parts = new HashMap<>();
  private final Map<String, Set<String>> servicesOfDestination = new HashMap<>();

  private PlanParts() {}

  /** The parts of {@code plan}. */
  public static PlanParts of(NodePlanSpec plan) {
    PlanParts parts = new PlanParts();
    if (plan.director() != null) {
      plan.director().services().forEach(parts::add);
      plan.director()
          .vips()
          .forEach(vip -> vip.sources().forEach(it -> parts.part(it).vips().add(vip.address())));
    }
    if (plan.realServer() != null) {
      plan.realServer()
          .hiddenVips()
          .forEach(vip -> vip.sources().forEach(it -> parts.part(it).hidden().add(vip)));
    }
    return parts;
  }

  /** The resources that have something in the plan, e.g. {@code VirtualService shop/web}. */
  public Set<String> sources() {
    return parts.keySet();
  }

  /** Whether {@code source} has the same in this plan as in {@code other}. */
  public boolean sameFor(String source, PlanParts other) {
    Part mine = parts.get(source);
    return mine != null && mine.equals(other.parts.get(source));
  }

  /** The resources with a service that has a destination from {@code source}. */
  Set<String> usersOf(String source) {
    return servicesOfDestination.getOrDefault(source, Set.of());
  }

  private void add(PlannedService service) {
    part(service.source()).entries().add(service);
    for (PlannedDestination destination : service.destinations()) {
      String from = destination.source();
      if (from != null && !from.equals(service.source())) {
        part(from).entries().add(destination);
        servicesOfDestination.computeIfAbsent(from, none -> new HashSet<>()).add(service.source());
      }
    }
  }

  private Part part(String source) {
    return parts.computeIfAbsent(source, none -> new Part());
  }
}
