package dev.lvs.compile.allocate;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.draft.Draft;
import dev.lvs.compile.draft.Term;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.Traffic;
import dev.lvs.ipvs.VipPorts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Settles which VirtualService has a claim that several make, and what holds of a VIP where they
 * say it differently.
 *
 * <p>The one that holds it in the last good plans keeps it, since a newcomer's mistake must not
 * take traffic from a running service. Where nobody holds it, the older one wins, then the one
 * whose name comes first. A loser is refused whole, which leaves its last good entries standing,
 * and those claims count too: where another has got one of them meanwhile, all is settled anew.
 *
 * <p>A {@link Term} is settled as those have it that hold it and do not want to change it; when all
 * of them want the same other thing, so it is. So a VIP moves to another group when the last of its
 * services asks for that.
 */
public final class Claims {
  private static final Comparator<Draft> PRECEDENCE =
      Comparator.comparing((Draft draft) -> draft.service().created()).thenComparing(Draft::name);

  private final List<Draft> drafts;
  private final Map<ResourceName, Draft> byName = new HashMap<>();
  private final Map<Traffic, ResourceName> holders;
  private final Map<ResourceName, List<Traffic>> held = new HashMap<>();
  private final Map<ResourceName, NavigableSet<Term>> terms;
  private final Report report;

  private Claims(Collection<Draft> drafts, HeldBefore before, Report report) {
    this.drafts = drafts.stream().sorted(PRECEDENCE).toList();
    this.holders = before.holders();
    this.terms = before.terms();
    this.report = report;
    drafts.forEach(draft -> byName.put(draft.name(), draft));
    holders.forEach(
        (claim, holder) -> held.computeIfAbsent(holder, _ -> new ArrayList<>()).add(claim));
  }

  /** The drafts that have all their claims, by precedence; the others are refused. */
  public static List<Draft> settle(Collection<Draft> drafts, HeldBefore before, Report report) {
    Claims claims = new Claims(drafts, before, report);
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
      if (loses(draft, taken)) {
        if (!takesBack(draft.name(), taken)) {
          return false;
        }
      } else {
        draft.claims().forEach(claim -> taken.put(claim, draft.name()));
        draft.terms().forEach(taken::put);
      }
    }
    return true;
  }

  /**
   * Refuses a draft that cannot have all it needs. Terms come first: they are held for all of a
   * VIP, so that the reason does not change when the one that they are held for gets its ports
   * later.
   */
  private boolean loses(Draft draft, Holdings taken) {
    for (Term term : draft.terms()) {
      Optional<String> other = taken.against(term);
      if (other.isPresent()) {
        refuse(draft, term, other.get());
        return true;
      }
    }
    for (Traffic claim : draft.claims()) {
      Optional<Holdings.Conflict> other = taken.against(claim, draft.name());
      if (other.isPresent()) {
        refuse(draft, claim, other.get());
        return true;
      }
    }
    return false;
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
    terms.forEach(
        (holder, its) -> {
          if (report.refused(holder)) {
            its.forEach(taken::put);
          }
        });
    for (Draft draft : standing) {
      for (Traffic claim : draft.claims()) {
        if (draft.name().equals(holders.get(claim))) {
          taken.put(claim, draft.name());
        }
      }
      NavigableSet<Term> before = before(draft.name());
      draft.terms().stream().filter(before::contains).forEach(taken::put);
    }
    changes(standing).forEach(taken::put);
    return taken;
  }

  /** What all who hold a term want instead of it, or the term itself where they do not agree. */
  private Collection<Term> changes(List<Draft> standing) {
    Map<Term.Subject, Term> wanted = new HashMap<>();
    for (Draft draft : standing) {
      Map<Term.Subject, Term> has = new HashMap<>();
      before(draft.name()).forEach(term -> has.put(term.subject(), term));
      for (Term term : draft.terms()) {
        Term before = has.get(term.subject());
        if (before != null) {
          wanted.merge(term.subject(), term, (one, other) -> one.equals(other) ? one : before);
        }
      }
    }
    return wanted.values();
  }

  /** Gives a loser what it holds; false where another has got some of that. */
  private boolean takesBack(ResourceName loser, Holdings taken) {
    for (Traffic claim : held.getOrDefault(loser, List.of())) {
      if (taken.against(claim, loser).isPresent()) {
        return false;
      }
      taken.put(claim, loser);
    }
    for (Term term : before(loser)) {
      if (taken.against(term).isPresent()) {
        return false;
      }
      taken.put(term);
    }
    return true;
  }

  private NavigableSet<Term> before(ResourceName service) {
    return terms.getOrDefault(service, Collections.emptyNavigableSet());
  }

  private void refuse(Draft draft, Traffic claim, Holdings.Conflict conflict) {
    ResourceName winner = conflict.holder();
    boolean own = winner.namespace().equals(draft.name().namespace());
    String belongs =
        "belongs to " + winner.seenBy(draft.name()) + (own ? ", " + why(draft, winner) : "");
    String remedy = own ? "delete that one" : "ask an admin, who sees whose it is";
    switch (claim) {
      case VipPorts ports ->
          report.refuse(
              draft.name(),
              "spec.addresses",
              Reason.VIP_IN_USE,
              conflict.everyPort()
                  ? "%s %s, and where one has every port of a VIP (PCC), no other namespace has any; use another VIP, or %s."
                      .formatted(ports.isEvery() ? "A port of " + ports : ports, belongs, remedy)
                  : "%s %s; use another VIP or port, or %s.".formatted(ports, belongs, remedy));
      case MarkKey mark ->
          report.refuse(
              draft.name(),
              "spec.firewallMark",
              Reason.FIREWALL_MARK_IN_USE,
              "%s %s; use another, or %s.".formatted(capitalized(mark), belongs, remedy));
    }
  }

  private void refuse(Draft draft, Term term, String settled) {
    switch (term.topic()) {
      case GROUP ->
          report.refuse(
              draft.name(),
              "spec.directorGroup",
              Reason.VIP_OF_ANOTHER_GROUP,
              "%s is announced by DirectorGroup %s, and directors of two groups would both answer for it; write directorGroup: %s, use another VIP, or change all VirtualServices of this one."
                  .formatted(term.vip(), settled, settled));
      case MARKED_SOURCES ->
          report.refuse(
              draft.name(),
              "spec.addresses",
              Reason.INVALID_FORWARDING,
              "Another VirtualService has a firewall mark and VIP %s too, and FULLNAT rewrites sources by VIP; use another VIP, or the same forwarding in both."
                  .formatted(term.vip()));
    }
  }

  private String why(Draft loser, ResourceName winner) {
    Draft other = byName.get(winner);
    if (other == null || PRECEDENCE.compare(other, loser) > 0) {
      return "which had it first";
    }
    return other.service().created().equals(loser.service().created())
        ? "whose name comes first"
        : "which is older";
  }

  private static String capitalized(MarkKey mark) {
    String text = mark.title();
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
