package dev.lvs.compile.place;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.naturalOrder;

import dev.lvs.api.v1alpha1.Announcement;
import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.PreferredDirector;
import dev.lvs.compile.resolve.Resolution.Group;
import dev.lvs.compile.resolve.Resolution.Host;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Order in which the directors of each DirectorGroup take its Lease: those that are preferred
 * first, and among equals so that groups are spread. Each director comes first for as many groups
 * as another, and of those for which it comes first, each other one comes next for as many.
 *
 * <p>A new group may change the order of others, which moves nothing: an order counts only where a
 * Lease is free.
 */
public final class DirectorOrders {
  /** The first and the second. */
  private static final int SPREAD = 2;

  private final Map<String, List<String>> orders = new HashMap<>();

  /** How many groups begin with these directors. */
  private final Map<List<String>, Integer> begun = new HashMap<>();

  /**
   * @param groups sorted, so that the same groups always come to the same
   */
  public DirectorOrders(Collection<Group> groups) {
    for (Group group : groups) {
      DirectorGroupSpec spec = group.spec();
      Announcement announcement = spec == null ? null : spec.announcement();
      if (announcement != null && announcement.mode() == AnnouncementMode.LEASE) {
        orders.put(group.name().name(), spread(nodes(group), preference(announcement)));
      }
    }
  }

  /** Returns how many directors come before this one. */
  int rank(Group group, Host director) {
    return orders.getOrDefault(group.name().name(), List.of()).indexOf(director.name().name());
  }

  /** The directors of a group: those that are preferred first, then by name. */
  static List<String> byName(Group group, Announcement announcement) {
    return nodes(group).stream()
        .sorted(preference(announcement).thenComparing(naturalOrder()))
        .toList();
  }

  private List<String> spread(List<String> nodes, Comparator<String> preference) {
    List<String> rest = new ArrayList<>(nodes);
    List<String> order = new ArrayList<>();
    while (order.size() < SPREAD && !rest.isEmpty()) {
      Comparator<String> lessOften = comparingInt(node -> begun.getOrDefault(with(order, node), 0));
      String next =
          Collections.min(rest, preference.thenComparing(lessOften).thenComparing(naturalOrder()));
      rest.remove(next);
      order.add(next);
      begun.merge(List.copyOf(order), 1, Integer::sum);
    }
    rest.sort(preference.thenComparing(naturalOrder()));
    order.addAll(rest);
    return order;
  }

  private static List<String> with(List<String> order, String next) {
    List<String> longer = new ArrayList<>(order);
    longer.add(next);
    return longer;
  }

  private static List<String> nodes(Group group) {
    return group.hosts().stream().map(host -> host.name().name()).toList();
  }

  private static Comparator<String> preference(Announcement announcement) {
    Map<String, Integer> weights = new HashMap<>();
    for (PreferredDirector one : announcement.preferred()) {
      weights.put(one.node(), one.weight());
    }
    return comparingInt(node -> -weights.getOrDefault(node, 0));
  }
}
