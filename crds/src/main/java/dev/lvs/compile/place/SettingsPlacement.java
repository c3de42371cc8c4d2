package dev.lvs.compile.place;

import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.ConnectionSync;
import dev.lvs.api.v1alpha1.ConnectionTimeouts;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.DirectorSettings;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VsSysctl;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.rights.Rights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Applies the settings of DirectorGroups to their nodes.
 *
 * <p>A node has one of each setting, and may be in several groups: where they conflict the first by
 * name wins, and the other has a problem. A group that is refused keeps what it had, on the nodes
 * that it still has.
 */
public final class SettingsPlacement {
  /**
   * Has a director go on with established connections of others: routers change their paths without
   * a word to anybody.
   */
  private static final String TAKE_CONNECTIONS = "sloppy_tcp";

  private final List<NodePlanSpec> previous;
  private final Rights rights;
  private final Plans plans;
  private final Report report;
  private final SortedMap<String, Map<String, Held>> nodes = new TreeMap<>();

  /** A value in force on a node, and the group that sets it. */
  private record Held(Object value, ResourceName group) {}

  public SettingsPlacement(List<NodePlanSpec> previous, Rights rights, Plans plans, Report report) {
    this.previous = previous;
    this.rights = rights;
    this.plans = plans;
    this.report = report;
  }

  public void place(Resolution resolution) {
    for (Resolution.Group group : resolution.groups()) {
      if (report.refused(group.name())) {
        keep(group.name());
      } else if (group.spec() != null && !isEmpty(wanted(group.name(), group.spec()))) {
        DirectorSettings settings = wanted(group.name(), group.spec());
        group.hosts().forEach(host -> place(host.name().name(), group.name(), settings));
      }
    }
  }

  private void keep(ResourceName group) {
    for (NodePlanSpec plan : previous) {
      if (rights.lackOfRole(plan.nodeName(), group.name()).isEmpty()) {
        plan.director().settings().stream()
            .filter(settings -> settings.source().equals(group))
            .forEach(settings -> place(plan.nodeName(), group, settings));
      }
    }
  }

  private void place(String node, ResourceName group, DirectorSettings settings) {
    Taking taking = new Taking(node, group);
    ConnectionTimeouts timeouts = settings.timeouts();
    ConnectionTimeouts possible =
        timeouts == null
            ? null
            : new ConnectionTimeouts(
                taking.take("spec.timeouts.tcp", timeouts.tcp()),
                taking.take("spec.timeouts.tcpFin", timeouts.tcpFin()),
                taking.take("spec.timeouts.udp", timeouts.udp()));
    ConnectionSync sync = taking.take("spec.connectionSync", settings.connectionSync());
    Map<String, String> sysctls = new HashMap<>();
    settings
        .ipvsSysctls()
        .forEach(
            (name, value) -> {
              if (taking.take("spec.ipvsSysctls[" + name + "]", value) != null) {
                sysctls.put(name, value);
              }
            });
    plans.of(node).add(new DirectorSettings(possible, sync, sysctls, group));
  }

  private static DirectorSettings wanted(ResourceName group, DirectorGroupSpec spec) {
    Map<String, String> sysctls = new HashMap<>();
    spec.ipvsSysctls()
        .forEach(
            (name, value) ->
                Optional.ofNullable(VsSysctl.ALL.get(name))
                    .flatMap(known -> known.read(value))
                    .ifPresent(canonical -> sysctls.put(name, canonical)));
    if (spec.announcement() != null && spec.announcement().mode() == AnnouncementMode.BGP) {
      sysctls.putIfAbsent(TAKE_CONNECTIONS, "1");
    }
    return new DirectorSettings(spec.timeouts(), spec.connectionSync(), sysctls, group);
  }

  private static boolean isEmpty(DirectorSettings settings) {
    return settings.timeouts() == null
        && settings.connectionSync() == null
        && settings.ipvsSysctls().isEmpty();
  }

  /**
   * Applies the settings of one group on one node, except those that another group sets
   * differently.
   */
  private final class Taking {
    private final String node;
    private final ResourceName group;
    private final Map<String, Held> held;

    Taking(String node, ResourceName group) {
      this.node = node;
      this.group = group;
      this.held = nodes.computeIfAbsent(node, _ -> new HashMap<>());
    }

    <T> @Nullable T take(String field, @Nullable T value) {
      if (value == null) {
        return null;
      }
      Held first = held.putIfAbsent(field, new Held(value, group));
      if (first == null || first.value().equals(value)) {
        return value;
      }
      report.leaveOut(
          group,
          field,
          Reason.SETTING_CONFLICT,
          "%s sets it otherwise, and node %s is in both groups but has one such setting; make them"
                  .formatted(first.group(), node)
              + " the same, or take the node out of one.");
      return null;
    }
  }
}
