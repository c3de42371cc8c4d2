package dev.lvs.compile;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settles which VirtualService has a claim that several make.
 *
 * <p>The one that holds it in the last good plans keeps it, since a newcomer's mistake must not
 * take traffic from a running service. Where nobody holds it, the older one wins, then the one
 * whose name comes first. A loser is refused whole, which leaves its last good entries standing,
 * and those claims count too: so the settling begins anew with each loser until nobody loses any
 * more.
 */
final class Claims {
  private static final Comparator<Draft> PRECEDENCE =
      Comparator.comparing((Draft draft) -> draft.service().created()).thenComparing(Draft::name);

  private final List<Draft> drafts;
  private final Map<Claim, ResourceName> holders;
  private final Report report;

  private Claims(Collection<Draft> drafts, Map<Claim, ResourceName> holders, Report report) {
    this.drafts = drafts.stream().sorted(PRECEDENCE).toList();
    this.holders = holders;
    this.report = report;
  }

  /**
   * The drafts that have all their claims, by precedence; the others are refused.
   *
   * @param holders who has what in the last good plans
   */
  static List<Draft> settle(
      Collection<Draft> drafts, Map<Claim, ResourceName> holders, Report report) {
    Claims claims = new Claims(drafts, holders, report);
    while (claims.refuseOne()) {}
    return claims.standing();
  }

  private List<Draft> standing() {
    return drafts.stream().filter(draft -> !report.refused(draft.name())).toList();
  }

  private boolean refuseOne() {
    List<Draft> standing = standing();
    Set<ResourceName> names = new HashSet<>();
    standing.forEach(draft -> names.add(draft.name()));
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
    for (Draft draft : standing) {
      for (Claim claim : draft.claims()) {
        Optional<ResourceName> holder = taken.holder(claim);
        if (holder.isEmpty()) {
          taken.put(claim, draft.name());
        } else if (!holder.get().equals(draft.name())) {
          refuse(draft, claim, holder.get());
          return true;
        }
      }
    }
    return false;
  }

  private void refuse(Draft draft, Claim claim, ResourceName winner) {
    String why =
        drafts.stream()
            .filter(other -> other.name().equals(winner))
            .findFirst()
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
