package dev.lvs.operator.status;

import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.api.v1alpha1.AddressPoolStatus;
import dev.lvs.api.v1alpha1.Allocation;
import dev.lvs.api.v1alpha1.FamilyUsage;
import dev.lvs.api.v1alpha1.NamespaceUse;
import dev.lvs.compile.problem.Problem;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import dev.lvs.operator.status.condition.AcceptedCondition;
import dev.lvs.operator.status.condition.Conditions;
import dev.lvs.operator.status.condition.Verdict;
import dev.lvs.operator.status.facts.Facts;
import io.fabric8.kubernetes.api.model.Condition;
import java.math.BigInteger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Builds the status of an AddressPool. */
public final class AddressPoolStatuses {
  private static final int MOST_MARKS = 256;
  private static final int MOST_NAMESPACES = 100;

  private final Clock clock;

  public AddressPoolStatuses(Clock clock) {
    this.clock = clock;
  }

  /** The next status of {@code pool}. */
  public AddressPoolStatus next(AddressPool pool, Facts.OfPool facts) {
    List<Condition> before = pool.getStatus() == null ? List.of() : pool.getStatus().conditions();
    List<NamespaceUse> namespaces = facts.compiled().namespaces();
    return new AddressPoolStatus(
        facts.generation(),
        usage(Ranges.of(pool), facts.compiled().allocations()),
        facts.compiled().allocations(),
        first(MOST_MARKS, facts.compiled().marks()),
        first(MOST_NAMESPACES, namespaces),
        namespaces.size() > MOST_NAMESPACES ? namespaces.size() - MOST_NAMESPACES : null,
        new Conditions(before, facts.generation(), clock)
            .of(AcceptedCondition.of(facts.problems()), ready(facts.problems())));
  }

  /**
   * For programs that look at this condition of every kind: a pool that is refused gives nothing.
   */
  private static Verdict ready(List<Problem> problems) {
    Verdict accepted = AcceptedCondition.of(problems);
    return AcceptedCondition.refused(problems)
        ? Verdict.no(Verdict.READY, accepted.reason(), accepted.message())
        : Verdict.yes(Verdict.READY, Verdict.READY, "Namespaces are given what the spec says.");
  }

  private static <T> List<T> first(int most, List<T> all) {
    return all.subList(0, Math.min(most, all.size()));
  }

  /**
   * Only of the families that the pool has; several may use one address. Numbers are text: an IPv6
   * range passes 2^63.
   */
  private static List<FamilyUsage> usage(List<AddressRange> ranges, List<Allocation> allocations) {
    List<FamilyUsage> usage = new ArrayList<>();
    for (AddressFamily family : AddressFamily.values()) {
      BigInteger total = Ranges.size(ranges, family);
      long used =
          allocations.stream()
              .map(Allocation::address)
              .distinct()
              .filter(address -> IpAddress.parse(address).family() == family)
              .count();
      if (total.signum() > 0) {
        usage.add(
            new FamilyUsage(
                family == AddressFamily.IPV4 ? "IPv4" : "IPv6",
                total.toString(),
                Long.toString(used),
                total.subtract(BigInteger.valueOf(used)).toString()));
      }
    }
    return usage;
  }
}
