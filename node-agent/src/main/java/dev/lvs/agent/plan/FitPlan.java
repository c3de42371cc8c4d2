package dev.lvs.agent.plan;

import dev.lvs.agent.plan.Exclusions.Exclusion;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.net.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Leaves out of a director's plan what is about addresses that are no VIPs here. */
final class FitPlan {
  private final Exclusions exclusions;
  private final Draft draft;

  FitPlan(Exclusions exclusions, Draft draft) {
    this.exclusions = exclusions;
    this.draft = draft;
  }

  /** What of a plan may be carried out; the rest is said. */
  DirectorPlan of(DirectorPlan plan) {
    // by their text: there may be many services for one VIP
    Map<String, Set<String>> sources = new TreeMap<>();
    Set<String> held = new HashSet<>();
    for (PlannedVip vip : plan.vips()) {
      held.add(vip.address());
      note(sources, vip.address(), vip.sources());
    }
    for (PlannedService service : plan.services()) {
      Stream.concat(Stream.ofNullable(service.address()), service.vips().stream())
          .forEach(vip -> note(sources, vip, List.of(service.source())));
    }
    for (PlannedMark mark : plan.marks()) {
      note(sources, mark.address(), List.of(mark.source()));
    }
    Set<String> excluded = new HashSet<>();
    sources.forEach(
        (vip, whose) ->
            why(IpAddress.parse(vip), held.contains(vip))
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

  private void say(String vip, Set<String> sources, Exclusion why) {
    draft.obstacle(
        List.copyOf(sources), "hold VIP " + vip + " and serve on it", why.reason(), why.message());
  }

  private static void note(Map<String, Set<String>> sources, String vip, List<String> whose) {
    sources.computeIfAbsent(vip, _ -> new TreeSet<>()).addAll(whose);
  }

  private static DirectorPlan without(Set<String> excluded, DirectorPlan plan) {
    return new DirectorPlan(
        plan.services().stream()
            .filter(
                service -> !excluded.contains(Objects.requireNonNullElse(service.address(), "")))
            .map(service -> service.withoutVips(excluded))
            .toList(),
        rest(plan.vips(), PlannedVip::address, excluded),
        rest(plan.marks(), PlannedMark::address, excluded),
        plan.settings(),
        plan.alsoAnnouncing());
  }

  private static <T> List<T> rest(List<T> all, Function<T, String> vip, Set<String> excluded) {
    return all.stream().filter(one -> !excluded.contains(vip.apply(one))).toList();
  }
}
