package dev.lvs.compile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Settles which VirtualService has a claim that several make.
 *
 * <p>The one that holds it in the last good plans keeps it, since a newcomer's mistake must not
 * take traffic from a running service. Where nobody holds it, the older one wins, then the one
 * whose name comes first. A loser is refused whole, which leaves its last good entries standing,
 * and those claims count too: where another has got one of them meanwhile, all is settled anew.
 */
final class Claims {
  private static final Comparator<Draft> PRECEDENCE =
      Comparator.comparing((Draft draft) -> draft.service().created()).thenComparing(Draft::name);

  private final List<Draft> drafts;
  private final Map<ResourceName, Draft> byName = new HashMap<>();
  private final Map<Claim, ResourceName> holders;
  private final Map<ResourceName, List<Claim>> held = new HashMap<>();
  private final Report report;

  private Claims(Collection<Draft> drafts, Map<Claim, ResourceName> holders, Report report) {
    this.drafts = drafts.stream().sorted(PRECEDENCE).toList();
    this.holders = holders;
    this.report = report;
    drafts.forEach(draft -> byName.put(draft.name(), draft));
    holders.forEach(
        (claim, holder) -> held.computeIfAbsent(holder, _ -> new ArrayList<>()).add(claim));
  }

  /**
   * The drafts that have all their claims, by precedence; the others are refused.
   *
   * @param holders who has what in the last good plans
   */
  static List<Draft> settle(
      Collection<Draft> drafts, Map<Claim, ResourceName> holders, Report report) {
    Claims claims = new Claims(drafts, holders, report);
    while (!claims.settleAll()) {}
    return claims.standing();
  }

  private List<Draft> standing() {
    return drafts.stream().filter(draft -> !report.refused(draft.name())).toList();
  }

  /** Refuses losers among those that are left; false when it has to be done once more. */
  private boolean settleAll() {
    List<Draft> standing = standing();
    Holdings taken = takenBefore(standing);
    for (Draft draft : standing) {
      SortedSet<Claim> claims = draft.claims();
      Optional<Claim> lost =
          claims.stream().filter(claim -> !isFree(claim, draft.name(), taken)).findFirst();
      if (lost.isEmpty()) {
        claims.forEach(claim -> taken.put(claim, draft.name()));
        continue;
      }
      refuse(draft, lost.get(), taken.holder(lost.get()).orElseThrow());
      if (!takesBack(draft.name(), taken)) {
        return false;
      }
    }
    return true;
  }

  /** What nobody can get: the holder still wants it, or is refused and keeps what it has. */
  private Holdings takenBefore(List<Draft> standing) {
    Holdings taken = new Holdings();
    holders.forEach(
        (claim, holder) -> {
          if (report.refused(holder)) {
            taken.put(claim, holder);
          }
        });
    for (Draft draft : standing) {
      for (Claim claim : draft.claims()) {
        if (draft.name().equals(holders.get(claim))) {
          taken.put(claim, draft.name());
        }
      }
    }
    return taken;
  }

  /** Gives a loser what it holds; false where another has got some of that. */
  private boolean takesBack(ResourceName loser, Holdings taken) {
    for (Claim claim : held.getOrDefault(loser, List.of())) {
      if (!isFree(claim, loser, taken)) {
        return false;
      }
      taken.put(claim, loser);
    }
    return true;
  }

  private static boolean isFree(Claim claim, ResourceName name, Holdings taken) {
    return taken.holder(claim).filter(holder -> !holder.equals(name)).isEmpty();
  }

  private void refuse(Draft draft, Claim claim, ResourceName winner) {
    String why =
        Optional.ofNullable(byName.get(winner))
            .map(other -> precedence(other, draft))
            .orElse("which had it first");
    switch (claim) {
      case Claim.Ports _ ->
          report.refuse(
              draft.name(),
              "spec.addresses",
              Reason.VIP_IN_USE,
              "%s belongs to %s, %s; use another VIP or port, or delete that one."
                  .formatted(claim, winner, why));
      case Claim.Mark _ ->
          report.refuse(
              draft.name(),
              "spec.firewallMark",
              Reason.FIREWALL_MARK_IN_USE,
              "%s belongs to %s, %s; use another, or delete that one."
                  .formatted(capitalized(claim), winner, why));
    }
  }

  private static String capitalized(Claim claim) {
    String text = claim.toString();
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String precedence(Draft winner, Draft loser) {
    if (PRECEDENCE.compare(winner, loser) > 0) {
      return "which had it first";
    }
    return winner.service().created().equals(loser.service().created())
        ? "whose name comes first"
        : "which is older";
  }
}
