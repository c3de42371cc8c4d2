package dev.lvs.agent.plan;

import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.network.Exclusions;
import dev.lvs.agent.plan.network.Exclusions.Exclusion;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Removes from a director's plan everything on addresses that cannot be VIPs on this node. */
final class FitPlan {
  private final Exclusions exclusions;
  private final DesiredDraft draft;

  FitPlan(Exclusions exclusions, DesiredDraft draft) {
    this.exclusions = exclusions;
    this.draft = draft;
  }

  /** Returns what of a plan may be carried out; the rest is said. */
  DirectorPlan of(DirectorPlan plan) {
    Map<IpAddress, Set<ResourceName>> sources = new TreeMap<>();
    Set<IpAddress> held = new HashSet<>();
    for (PlannedVip vip : plan.vips()) {
      if (vip.vrrp() == null) {
        held.add(vip.address());
      }
      note(sources, vip.address(), vip.sources());
    }
    for (PlannedService service : plan.services()) {
      Stream.concat(vip(service).stream(), service.vips().stream())
          .forEach(vip -> note(sources, vip, List.of(service.source())));
    }
    for (PlannedMark mark : plan.marks()) {
      note(sources, mark.ports().vip(), List.of(mark.source()));
    }
    Set<IpAddress> excluded = new HashSet<>();
    sources.forEach(
        (vip, whose) ->
            why(vip, held.contains(vip))
                .ifPresent(
                    why -> {
                      excluded.add(vip);
                      say(vip, whose, why);
                    }));
    return excluded.isEmpty() ? plan : without(excluded, plan);
  }

  private Optional<Exclusion> why(IpAddress vip, boolean held) {
    // where others hold the VIPs, one that the node has is as it should be
    return exclusions.of(vip).or(() -> held ? exclusions.ofOwn(vip) : Optional.empty());
  }

  private void say(IpAddress vip, Set<ResourceName> sources, Exclusion why) {
    draft.obstacle(
        List.copyOf(sources), "hold VIP " + vip + " and serve on it", why.reason(), why.message());
  }

  private static void note(
      Map<IpAddress, Set<ResourceName>> sources, IpAddress vip, List<ResourceName> whose) {
    sources.computeIfAbsent(vip, _ -> new TreeSet<>()).addAll(whose);
  }

  private static Optional<IpAddress> vip(PlannedService service) {
    return service.key() instanceof AddressKey key ? Optional.of(key.address()) : Optional.empty();
  }

  private static DirectorPlan without(Set<IpAddress> excluded, DirectorPlan plan) {
    return new DirectorPlan(
        plan.services().stream()
            .filter(service -> vip(service).filter(excluded::contains).isEmpty())
            .map(service -> service.withoutVips(excluded))
            .toList(),
        rest(plan.vips(), PlannedVip::address, excluded),
        rest(plan.marks(), mark -> mark.ports().vip(), excluded),
        plan.settings(),
        plan.alsoAnnouncing(),
        plan.formerVips());
  }

  private static <T> List<T> rest(
      List<T> all, Function<T, IpAddress> vip, Set<IpAddress> excluded) {
    return all.stream().filter(one -> !excluded.contains(vip.apply(one))).toList();
  }
}
