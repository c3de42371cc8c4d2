package dev.lvs.agent.report;

import static java.util.Comparator.comparingLong;

import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.ServerCheck;
import dev.lvs.parts.StoredReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a report of entries, within the size that the API server takes.
 *
 * <p>When it is too large, text for people is dropped first, then numbers, then further reasons of
 * a resource. At last resources are dropped: then the report is marked as truncated, since a reader
 * would take a resource that is not named for programmed. What is said of health checks has the
 * room that is left, and is counted where it has none: it makes no virtual service unknown.
 */
final class BoundedReport {
  private final List<ResourceReport> kept = new ArrayList<>();
  private long left;

  private BoundedReport(int room) {
    this.left = room;
  }

  /**
   * A report of {@code entries}.
   *
   * @param entries in their order
   * @param room bytes of JSON that all entries may have
   */
  static PlanReport of(List<ResourceReport> entries, int room) {
    List<ResourceReport> whole = entries.stream().map(BoundedReport::shortened).toList();
    return whole.stream().mapToLong(StoredReport::bytes).sum() <= room
        ? PlanReport.of(whole)
        : new BoundedReport(room).report(whole);
  }

  private PlanReport report(List<ResourceReport> whole) {
    List<ResourceReport> resources = whole.stream().filter(it -> it.check() == null).toList();
    int unnamed = keepResources(resources);
    int missing = 0;
    for (ResourceState state : List.of(ResourceState.PARTIAL, ResourceState.PROGRAMMED)) {
      for (ResourceReport entry : whole) {
        if (entry.check() != null && entry.state() == state && !keep(entry)) {
          missing++;
        }
      }
    }
    return PlanReport.truncated(withText(whole), unnamed).withoutServers(missing);
  }

  /** Returns how many of them that are not as planned there was no room for. */
  private int keepResources(List<ResourceReport> whole) {
    Map<ResourceName, ResourceReport> worst = new HashMap<>();
    List<ResourceReport> others = new ArrayList<>();
    List<ResourceReport> measured = new ArrayList<>();
    for (ResourceReport entry : whole) {
      // of each resource the worst is the first
      if (entry.state() == ResourceState.PROGRAMMED) {
        measured.add(entry);
      } else if (worst.putIfAbsent(entry.source(), entry) != null) {
        others.add(entry);
      }
    }
    Set<ResourceName> unnamed = new HashSet<>();
    for (ResourceReport entry : whole) {
      if (entry.equals(worst.get(entry.source())) && !keep(entry)) {
        unnamed.add(entry.source());
      }
    }
    others.stream().filter(entry -> !unnamed.contains(entry.source())).forEach(this::keep);
    measured.sort(comparingLong(BoundedReport::leastFree));
    measured.forEach(this::keep);
    return unnamed.size();
  }

  /** Returns whether there was room for it, without its words. */
  private boolean keep(ResourceReport entry) {
    ResourceReport bare = entry.withoutText();
    int bytes = StoredReport.bytes(bare);
    if (bytes > left) {
      return false;
    }
    left -= bytes;
    kept.add(bare);
    return true;
  }

  /** Returns what was kept in its order, with words as long as there is room. */
  private List<ResourceReport> withText(List<ResourceReport> whole) {
    Set<ResourceReport> bare = new HashSet<>(kept);
    List<ResourceReport> report = new ArrayList<>();
    for (ResourceReport entry : whole) {
      ResourceReport without = entry.withoutText();
      if (bare.contains(without)) {
        int words = StoredReport.bytes(entry) - StoredReport.bytes(without);
        boolean said = words <= left;
        left -= said ? words : 0;
        report.add(said ? entry : without);
      }
    }
    return report;
  }

  private static long leastFree(ResourceReport entry) {
    return Optional.ofNullable(entry.numbers())
        .flatMap(numbers -> Optional.ofNullable(numbers.localPorts()))
        .map(ports -> ports.leastFree())
        .orElse(Long.MAX_VALUE);
  }

  private static ResourceReport shortened(ResourceReport whole) {
    FailedChange failed = whole.failed();
    String message = whole.message();
    ServerCheck check = whole.check();
    if ((message == null || isShort(message))
        && (failed == null || isShort(failed.change()))
        && (check == null || check.cause() == null || isShort(check.cause()))) {
      return whole;
    }
    return new ResourceReport(
        whole.source(),
        whole.generation(),
        whole.since(),
        whole.state(),
        whole.reason(),
        whole.numbers(),
        failed == null ? null : new FailedChange(shortened(failed.change()), failed.errno()),
        message == null ? null : shortened(message),
        check == null ? null : shortened(check));
  }

  private static ServerCheck shortened(ServerCheck check) {
    String cause = check.cause();
    return new ServerCheck(
        check.service(),
        check.destination(),
        cause == null ? null : shortened(cause),
        check.failures(),
        check.lastGood(),
        check.certificateEnd());
  }

  private static boolean isShort(String text) {
    return text.length() <= StoredReport.LONGEST_TEXT;
  }

  /** Some name every service of a node. */
  private static String shortened(String text) {
    return isShort(text) ? text : text.substring(0, StoredReport.LONGEST_TEXT) + " ...";
  }
}
