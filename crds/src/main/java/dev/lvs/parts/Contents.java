package dev.lvs.parts;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.DirectorSettings;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.RealServerPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Entries of plans, one after the other. Pieces of one entry follow each other, and become one
 * again.
 */
final class Contents {
  private final Grown<PlannedService, PlannedDestination> services =
      new Grown<>(Contents::goesOn, PlannedService::destinations, PlannedService::with);
  private final Grown<PlannedVip, String> vips =
      new Grown<>(
          (begun, next) -> begun.address().equals(next.address()),
          PlannedVip::sources,
          PlannedVip::with);
  private final List<PlannedMark> marks = new ArrayList<>();
  private final Grown<HiddenVip, String> hiddenVips =
      new Grown<>(Contents::goesOn, HiddenVip::sources, HiddenVip::with);

  /** Appends all entries of a plan or a part of one. */
  void add(@Nullable DirectorPlan director, @Nullable RealServerPlan realServer) {
    if (director != null) {
      director.services().forEach(services::add);
      director.vips().forEach(vips::add);
      marks.addAll(director.marks());
    }
    if (realServer != null) {
      realServer.hiddenVips().forEach(hiddenVips::add);
    }
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

  /** What is held as a director; none where that is nothing, for the API server keeps no {}. */
  @Nullable DirectorPlan director(List<DirectorSettings> settings, List<String> alsoAnnouncing) {
    return services.all().isEmpty()
            && vips.all().isEmpty()
            && marks.isEmpty()
            && settings.isEmpty()
            && alsoAnnouncing.isEmpty()
        ? null
        : new DirectorPlan(services.all(), vips.all(), marks, settings, alsoAnnouncing);
  }

  /** The same of a real server. */
  @Nullable RealServerPlan realServer() {
    return hiddenVips.all().isEmpty() ? null : new RealServerPlan(hiddenVips.all());
  }

  private static boolean goesOn(PlannedService begun, PlannedService next) {
    return Objects.equals(begun.address(), next.address())
        && begun.protocol() == next.protocol()
        && Objects.equals(begun.port(), next.port())
        && Objects.equals(begun.firewallMark(), next.firewallMark())
        && begun.family() == next.family();
  }

  private static boolean goesOn(HiddenVip begun, HiddenVip next) {
    return begun.address().equals(next.address())
        && begun.method() == next.method()
        && begun.realServerAddress().equals(next.realServerAddress())
        && Objects.equals(begun.tunnel(), next.tunnel());
  }
}
