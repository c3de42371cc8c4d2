package dev.lvs.operator.status;

import static dev.lvs.operator.status.condition.Verdict.ADDRESS_CONFLICT;
import static dev.lvs.operator.status.condition.Verdict.HELD;
import static dev.lvs.operator.status.condition.Verdict.PENDING;

import dev.lvs.api.v1alpha1.DirectorGroupStatus;
import dev.lvs.api.v1alpha1.GroupStanding;
import dev.lvs.api.v1alpha1.VipHolder;
import dev.lvs.api.v1alpha1.VrrpReport;
import dev.lvs.operator.status.condition.Conditions;
import dev.lvs.operator.status.condition.Sentences;
import dev.lvs.operator.status.condition.Verdict;
import dev.lvs.operator.status.node.NodeReport;
import dev.lvs.operator.status.node.Trouble;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who has the VIPs of a DirectorGroup by VRRP, as its directors say: nobody else knows, and what is
 * not said is not guessed.
 *
 * @param said by directors that are heard from, by node
 * @param unheard directors that say nothing of it now
 * @param silent whether the agent of one of these is not heard from
 */
record VrrpHolding(Map<String, VrrpReport> said, List<String> unheard, boolean silent) {
  /**
   * How long two directors may say that they have the VIPs before both are believed: one that was
   * cut off said so last, until it counts as silent.
   */
  private static final Duration OVERLAP = Duration.ofSeconds(40);

  /** Two directors say so, and one of them may have lost them without having said it yet. */
  private static final String SEVERAL = "SeveralReport";

  /** Reads it from the reports of the directors, by node. */
  static VrrpHolding of(String group, Set<String> directors, Map<String, NodeReport> reports) {
    Map<String, VrrpReport> said = new TreeMap<>();
    reports.forEach(
        (node, report) -> {
          if (!report.isSilent()) {
            report.vrrp().stream()
                .filter(one -> one.group().equals(group))
                .findFirst()
                .ifPresent(one -> said.put(node, one));
          }
        });
    List<String> unheard =
        directors.stream().filter(node -> !said.containsKey(node)).sorted().toList();
    boolean silent =
        unheard.stream().map(reports::get).anyMatch(report -> report != null && report.isSilent());
    return new VrrpHolding(said, unheard, silent);
  }

  /** Returns how a director says that it stands. */
  Optional<GroupStanding> standing(String director) {
    return Optional.ofNullable(said.get(director)).map(VrrpReport::state);
  }

  /** Returns why it has not the VIPs, by its own words. */
  Optional<String> why(String director) {
    return Optional.ofNullable(said.get(director)).map(VrrpReport::why);
  }

  private List<String> holders() {
    return said.entrySet().stream()
        .filter(one -> one.getValue().state().holds())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns whether one director has the VIPs. */
  Verdict held(@Nullable DirectorGroupStatus before, Instant now) {
    List<String> holders = holders();
    if (holders.size() > 1) {
      return several(holders, before, now);
    }
    String rest =
        unheard.isEmpty()
            ? ""
            : " Not heard from, and not known to be without them: %s."
                .formatted(Sentences.list(unheard));
    if (holders.size() == 1) {
      return Verdict.yes(HELD, HELD, holders.getFirst() + " has the VIPs." + rest);
    }
    if (!unheard.isEmpty()) {
      return Verdict.unknown(
          HELD,
          silent ? Trouble.NODE_SILENT : PENDING,
          "No director says that it has the VIPs." + rest);
    }
    return Verdict.no(HELD, "NobodyHolds", "No director has the VIPs." + reasons());
  }

  private String reasons() {
    List<String> reasons =
        said.entrySet().stream()
            .filter(one -> one.getValue().why() != null)
            .map(one -> "%s (%s)".formatted(one.getKey(), one.getValue().why()))
            .toList();
    return reasons.isEmpty()
        ? " See the log of keepalived on them."
        : " Not ready: " + Sentences.list(reasons) + ".";
  }

  private static Verdict several(
      List<String> holders, @Nullable DirectorGroupStatus before, Instant now) {
    Optional<Condition> last =
        before == null ? Optional.empty() : Conditions.find(before.conditions(), HELD);
    boolean conflict =
        last.filter(
                one ->
                    one.getReason().equals(ADDRESS_CONFLICT)
                        || (one.getReason().equals(SEVERAL)
                            && !Instant.parse(one.getLastTransitionTime())
                                .plus(OVERLAP)
                                .isAfter(now)))
            .isPresent();
    String names = Sentences.list(holders);
    return conflict
        ? Verdict.no(
            HELD,
            ADDRESS_CONFLICT,
            names
                + " each have the VIPs on their interfaces, so that clients reach the one or the"
                + " other. See that IP protocol 112 passes between them, and that keepalived runs on"
                + " each: one that was killed leaves its addresses behind.")
        : Verdict.unknown(
            HELD,
            SEVERAL,
            names
                + " each say that they have the VIPs; one that lost them just now may not have said"
                + " so yet.");
  }

  /** Returns who has them; where that is not known, who had them last. */
  Optional<VipHolder> holder(@Nullable DirectorGroupStatus before, Verdict held, Instant now) {
    Optional<VipHolder> known = Optional.ofNullable(before).map(DirectorGroupStatus::holder);
    return switch (held.truth()) {
      case FALSE -> Optional.empty();
      case UNKNOWN -> known;
      case TRUE -> {
        String node = holders().getFirst();
        yield known
            .filter(it -> it.node().equals(node))
            .or(
                () ->
                    Optional.of(
                        new VipHolder(
                            node,
                            now.truncatedTo(ChronoUnit.SECONDS).toString(),
                            known.map(it -> it.moves() + 1).orElse(0))));
      }
    };
  }
}
