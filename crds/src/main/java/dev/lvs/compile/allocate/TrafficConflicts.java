package dev.lvs.compile.allocate;

import static java.util.Objects.requireNonNull;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.draft.Draft;
import dev.lvs.compile.draft.Term;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.ipvs.MarkedVip;
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
 * Resolves conflicts: which VirtualService gets a claim that several make, and which value a term
 * of a VIP has where they ask for different ones.
 *
 * <p>The one that holds it in the last good plans keeps it, since a newcomer's mistake must not
 * take traffic from a running service. Where none holds it, the older one wins, then the one whose
 * name comes first. A loser is refused as a whole, which keeps its last good entries, and their
 * claims count too: where another has got one of them meanwhile, all conflicts are resolved again.
 *
 * <p>A {@link Term} keeps the value of those services that hold it and do not ask to change it;
 * when all of them ask for the same other value, it gets that. So a VIP moves to another group when
 * the last of its services asks for that.
 */
public final class TrafficConflicts {
  private static final Comparator<Draft> PRECEDENCE =
      Comparator.comparing((Draft draft) -> draft.service().created()).thenComparing(Draft::name);

  private final List<Draft> drafts;
  private final Map<ResourceName, Draft> byName = new HashMap<>();
  private final Map<Traffic, ResourceName> holders;
  private final Map<ResourceName, List<Traffic>> held = new HashMap<>();
  private final Map<ResourceName, NavigableSet<Term>> terms;
  private final Map<ResourceName, Refusal> losers = new HashMap<>();
  private final Report report;

  /** Refusal of a claim that lost a conflict. */
  private record Refusal(String field, Reason reason, String message) {}

  private TrafficConflicts(Collection<Draft> drafts, HeldBefore before, Report report) {
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
    TrafficConflicts claims = new TrafficConflicts(drafts, before, report);
    Optional<Holdings> settled = Optional.empty();
    while (settled.isEmpty()) {
      settled = claims.settleAll();
    }
    claims.tell(settled.get());
    return claims.standing();
  }

  private List<Draft> standing() {
    return drafts.stream().filter(draft -> !isRefused(draft.name())).toList();
  }

  private boolean isRefused(ResourceName name) {
    return losers.containsKey(name) || report.refused(name);
  }

  /**
   * Says why the losers lost, by what came of it: what each met with first depends on who held what
   * before, and would be told otherwise the next time.
   */
  private void tell(Holdings settled) {
    losers.forEach(
        (name, first) -> {
          Refusal refusal = refusal(requireNonNull(byName.get(name)), settled).orElse(first);
          report.refuse(name, refusal.field(), refusal.reason(), refusal.message());
        });
  }

  /** Finds losers among those that are left; nothing when it has to be done once more. */
  private Optional<Holdings> settleAll() {
    List<Draft> standing = standing();
    Holdings taken = takenBefore(standing);
    for (Draft draft : standing) {
      Optional<Refusal> refusal = refusal(draft, taken);
      if (refusal.isPresent()) {
        losers.put(draft.name(), refusal.get());
        if (!takesBack(draft.name(), taken)) {
          return Optional.empty();
        }
      } else {
        draft.claims().forEach(claim -> taken.put(claim, draft.name()));
        draft.terms().forEach(taken::put);
      }
    }
    return Optional.of(taken);
  }

  /**
   * Returns why a draft cannot have all it needs. Claims come first: what of its terms stands in
   * the way may be held by itself alone, a claim never is.
   */
  private Optional<Refusal> refusal(Draft draft, Holdings taken) {
    for (Traffic claim : draft.claims()) {
      Optional<Holdings.Conflict> other = taken.against(claim, draft.name());
      if (other.isPresent()) {
        return Optional.of(refusal(draft, claim, other.get()));
      }
    }
    for (Term term : draft.terms()) {
      Optional<String> other = taken.against(term);
      if (other.isPresent()) {
        return Optional.of(refusal(term, other.get()));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns what nobody can get: the holder still wants it, or is refused and keeps what it has.
   */
  private Holdings takenBefore(List<Draft> standing) {
    Holdings taken = new Holdings();
    holders.forEach(
        (claim, holder) -> {
          if (isRefused(holder)) {
            taken.put(claim, holder);
          }
        });
    terms.forEach(
        (holder, its) -> {
          if (isRefused(holder)) {
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

  /**
   * Returns what all who hold a term want instead of it, or the term itself where they do not
   * agree.
   */
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

  private Refusal refusal(Draft draft, Traffic claim, Holdings.Conflict conflict) {
    ResourceName winner = conflict.holder();
    boolean own = winner.namespace().equals(draft.name().namespace());
    String belongs =
        "belongs to " + winner.seenBy(draft.name()) + (own ? ", " + why(draft, winner) : "");
    String remedy = own ? "delete that one" : "ask an admin, who sees whose it is";
    return switch (claim) {
      case VipPorts ports ->
          new Refusal(
              "spec.addresses",
              Reason.VIP_IN_USE,
              switch (conflict.overlap()) {
                case SAME ->
                    "%s %s; use another VIP or port, or %s.".formatted(ports, belongs, remedy);
                case EVERY_PORT ->
                    "%s %s, and where one has every port of a VIP (PCC), no other namespace has any; use another VIP, or %s."
                        .formatted(ports.isEvery() ? "A port of " + ports : ports, belongs, remedy);
                case MARKED ->
                    "%s %s by a firewall mark, which packets to any port may carry; use another VIP, or %s."
                        .formatted(ports.vip(), belongs, remedy);
              });
      case MarkedVip(var vip, var _) ->
          new Refusal(
              "spec.addresses",
              Reason.VIP_IN_USE,
              "A port of %s %s, and packets with a firewall mark may go to any; use another VIP, or %s."
                  .formatted(vip, belongs, remedy));
      case MarkKey mark ->
          new Refusal(
              "spec.firewallMark",
              Reason.FIREWALL_MARK_IN_USE,
              "%s %s; use another, or %s.".formatted(capitalized(mark), belongs, remedy));
    };
  }

  private static Refusal refusal(Term term, String settled) {
    return switch (term.topic()) {
      case GROUP ->
          new Refusal(
              "spec.directorGroup",
              Reason.VIP_OF_ANOTHER_GROUP,
              "%s is announced by DirectorGroup %s, and directors of two groups would both answer for it; write directorGroup: %s, use another VIP, or change all VirtualServices of this one."
                  .formatted(term.vip(), settled, settled));
      case MARKED_SOURCES ->
          new Refusal(
              "spec.addresses",
              Reason.INVALID_FORWARDING,
              "Another VirtualService has a firewall mark and VIP %s too, and FULLNAT rewrites sources by VIP; use another VIP, or the same forwarding in both."
                  .formatted(term.vip()));
    };
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
