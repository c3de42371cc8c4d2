package dev.lvs.compile.place;

import dev.lvs.api.LetGo;
import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.FormerVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Moves a VIP to another announcement in two generations of plans, so that never two directors
 * answer for it: first the nodes that had it let it go, then others get it. Another announcement is
 * another DirectorGroup, another mode, or, where no Lease or virtual router settles who answers,
 * another node.
 *
 * <p>What a node is to let go stays in its plan until the node has reported on that plan, so that
 * an operator which starts anew knows it too. A node that is gone has let go everything. By BGP
 * nobody answers for an address in the network of its interface, and a silent agent withdraws it:
 * such VIPs are not waited for.
 */
public final class VipMoves {
  /** A VIP that a node may still have. */
  private record Held(String node, FormerVip vip) {
    /** Returns whether {@code other} may have the VIP as {@code next} at the same time. */
    boolean allows(String other, FormerVip next) {
      return node.equals(other) || (vip.electsOne() && vip.equals(next));
    }
  }

  private final Plans plans;
  private final Map<String, Set<FormerVip>> announced = new HashMap<>();
  private final SortedMap<IpAddress, List<Held>> held = new TreeMap<>();
  private final Map<ResourceName, SortedMap<IpAddress, SortedSet<String>>> awaited =
      new HashMap<>();

  private VipMoves(Plans plans) {
    this.plans = plans;
  }

  /**
   * Takes VIPs out of the plans that other nodes may still have, and lists in the plans of these
   * what they are to let go.
   *
   * @param previous the plans in force
   * @param plans with all that is to be in force
   */
  public static VipMoves settle(List<NodePlanSpec> previous, Resolution resolution, Plans plans) {
    VipMoves moves = new VipMoves(plans);
    resolution.letGo().ifPresent(letGo -> moves.settle(previous, resolution, letGo));
    return moves;
  }

  /** The VIPs of a service that nobody announces, each with the nodes that may still have it. */
  public SortedMap<IpAddress, SortedSet<String>> awaited(ResourceName service) {
    return awaited.getOrDefault(service, Collections.emptySortedMap());
  }

  private void settle(List<NodePlanSpec> previous, Resolution resolution, Set<LetGo> letGo) {
    Set<String> nodes =
        resolution.hosts().stream().map(host -> host.name().name()).collect(Collectors.toSet());
    previous.stream()
        .filter(plan -> nodes.contains(plan.nodeName()))
        .forEach(plan -> list(plan, letGo));
    if (held.isEmpty()) {
      return;
    }
    Map<IpAddress, SortedSet<ResourceName>> withdrawn = new TreeMap<>();
    Set<IpAddress> had = new HashSet<>();
    plans.forEach(
        (node, plan) -> {
          for (PlannedVip vip : List.copyOf(plan.vips())) {
            if (waits(node, FormerVip.of(vip))) {
              withdrawn
                  .computeIfAbsent(vip.address(), _ -> new TreeSet<>())
                  .addAll(plan.withdraw(vip.address()));
            } else {
              had.add(vip.address());
            }
          }
        });
    withdrawn.keySet().removeAll(had);
    withdrawn.forEach((vip, services) -> services.forEach(service -> await(service, vip)));
  }

  /** Lists what a node had and is not to have any more. */
  private void list(NodePlanSpec before, Set<LetGo> letGo) {
    String node = before.nodeName();
    Set<FormerVip> had =
        before.director().vips().stream().map(FormerVip::of).collect(Collectors.toSet());
    announced.put(node, had);
    Plans.OfNode plan = plans.of(node);
    Set<FormerVip> has = plan.vips().stream().map(FormerVip::of).collect(Collectors.toSet());
    Stream.concat(
            had.stream().filter(vip -> vip.mode() != AnnouncementMode.BGP),
            before.director().formerVips().stream()
                .filter(vip -> !letGo.contains(new LetGo(node, vip))))
        .filter(vip -> !has.contains(vip))
        .forEach(
            vip -> {
              plan.add(vip);
              held.computeIfAbsent(vip.address(), _ -> new ArrayList<>()).add(new Held(node, vip));
            });
  }

  private boolean waits(String node, FormerVip next) {
    return !announced.getOrDefault(node, Set.of()).contains(next)
        && held.getOrDefault(next.address(), List.of()).stream()
            .anyMatch(one -> !one.allows(node, next));
  }

  private void await(ResourceName service, IpAddress vip) {
    held.getOrDefault(vip, List.of())
        .forEach(
            one ->
                awaited
                    .computeIfAbsent(service, _ -> new TreeMap<>())
                    .computeIfAbsent(vip, _ -> new TreeSet<>())
                    .add(one.node()));
  }
}
