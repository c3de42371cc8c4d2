package dev.lvs.parts;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.DirectorSettings;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.RealServerPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Entries of plans, one after the other. Pieces of one entry follow each other, and become one
 * again.
 */
final class Contents {
  private final List<PlannedService> services = new ArrayList<>();
  private final List<PlannedVip> vips = new ArrayList<>();
  private final List<PlannedMark> marks = new ArrayList<>();
  private final List<HiddenVip> hiddenVips = new ArrayList<>();

  /** Appends all entries of a plan or a part of one. */
  void add(@Nullable DirectorPlan director, @Nullable RealServerPlan realServer) {
    if (director != null) {
      director.services().forEach(this::add);
      director.vips().forEach(this::add);
      marks.addAll(director.marks());
    }
    if (realServer != null) {
      realServer.hiddenVips().forEach(this::add);
    }
  }

  void add(Record entry) {
    switch (entry) {
      case PlannedService service -> add(service);
      case PlannedVip vip -> add(vip);
      case PlannedMark mark -> marks.add(mark);
      case HiddenVip vip -> add(vip);
      default -> throw new IllegalArgumentException(entry.getClass() + " is no entry of a plan");
    }
  }

  /** What is held as a director; none where that is nothing, for the API server keeps no {}. */
  @Nullable DirectorPlan director(List<DirectorSettings> settings) {
    return services.isEmpty() && vips.isEmpty() && marks.isEmpty() && settings.isEmpty()
        ? null
        : new DirectorPlan(services, vips, marks, settings);
  }

  /** The same of a real server. */
  @Nullable RealServerPlan realServer() {
    return hiddenVips.isEmpty() ? null : new RealServerPlan(hiddenVips);
  }

  private void add(PlannedService service) {
    if (!services.isEmpty() && goesOn(services.getLast(), service)) {
      PlannedService begun = services.removeLast();
      services.add(begun.with(both(begun.destinations(), service.destinations())));
    } else {
      services.add(service);
    }
  }

  private void add(PlannedVip vip) {
    if (!vips.isEmpty() && vips.getLast().address().equals(vip.address())) {
      PlannedVip begun = vips.removeLast();
      vips.add(begun.with(both(begun.sources(), vip.sources())));
    } else {
      vips.add(vip);
    }
  }

  private void add(HiddenVip vip) {
    if (!hiddenVips.isEmpty() && goesOn(hiddenVips.getLast(), vip)) {
      HiddenVip begun = hiddenVips.removeLast();
      hiddenVips.add(begun.with(both(begun.sources(), vip.sources())));
    } else {
      hiddenVips.add(vip);
    }
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

  private static <T> List<T> both(List<T> one, List<T> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }
}
