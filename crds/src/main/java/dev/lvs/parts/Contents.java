package dev.lvs.parts;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Entries of plans in order. Pieces of one entry follow each other, and are merged to one again.
 */
final class Contents {
  private final Grown<PlannedService, PlannedDestination> services =
      new Grown<>(
          (begun, next) -> begun.key().equals(next.key()),
          PlannedService::destinations,
          PlannedService::with);
  private final Grown<PlannedVip, ResourceName> vips =
      new Grown<>(
          (begun, next) -> begun.address().equals(next.address()),
          PlannedVip::sources,
          PlannedVip::with);
  private final List<PlannedMark> marks = new ArrayList<>();
  private final Grown<HiddenVip, ResourceName> hiddenVips =
      new Grown<>(Contents::goesOn, HiddenVip::sources, HiddenVip::with);

  /** Appends all entries of a plan or a part of one. */
  void add(DirectorPlan director, RealServerPlan realServer) {
    director.services().forEach(services::add);
    director.vips().forEach(vips::add);
    marks.addAll(director.marks());
    realServer.hiddenVips().forEach(hiddenVips::add);
  }

  void add(Record entry) {
    switch (entry) {
      case PlannedService service -> services.add(service);
      case PlannedVip vip -> vips.add(vip);
      case PlannedMark mark -> marks.add(mark);
      case HiddenVip vip -> hiddenVips.add(vip);
      default -> throw new IllegalArgumentException(entry.getClass() + " is no entry of a plan");
    }
  }

  /** Returns what is held as a director, with the rest of {@code primary}, which has no entries. */
  DirectorPlan director(DirectorPlan primary) {
    return new DirectorPlan(
        services.all(),
        vips.all(),
        marks,
        primary.settings(),
        primary.alsoAnnouncing(),
        primary.formerVips());
  }

  /** The same of a real server. */
  RealServerPlan realServer() {
    return new RealServerPlan(hiddenVips.all());
  }

  private static boolean goesOn(HiddenVip begun, HiddenVip next) {
    return begun.address().equals(next.address())
        && begun.method() == next.method()
        && begun.realServerAddress().equals(next.realServerAddress())
        && Objects.equals(begun.tunnel(), next.tunnel());
  }
}
