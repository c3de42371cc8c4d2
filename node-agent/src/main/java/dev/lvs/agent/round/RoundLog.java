package dev.lvs.agent.round;

import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.log.Folding;
import dev.lvs.agent.model.Missing;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.plan.draft.Obstacle;
import dev.lvs.agent.report.Fight;
import dev.lvs.agent.report.Remarks;
import dev.lvs.agent.report.Shortfall;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs rounds: one line for each that changed something, and each problem once and not with every
 * round.
 */
public final class RoundLog {
  private static final Logger LOG = LoggerFactory.getLogger(RoundLog.class);

  /** Changes that are named in one line; a thousand services are one line too. */
  private static final int NAMED = 4;

  private Set<Missing> missing = Set.of();
  private Set<Foreign> foreign = Set.of();
  private Set<Shortfall> shortfalls = Set.of();
  private Map<Object, Fight> fights = Map.of();
  private Set<String> remarks = Set.of();
  private String trouble = "";

  /**
   * Writes what is worth it.
   *
   * @param occasion what the round was made for
   */
  public void write(Round round, Occasion occasion) {
    if (!trouble.isEmpty()) {
      LOG.info("The kernel is reached again.");
      trouble = "";
    }
    changes(round, occasion);
    Set<Object> now = round.fights().stream().map(Fight::over).collect(Collectors.toSet());
    fights.forEach(
        (over, fight) -> {
          if (!now.contains(over)) {
            LOG.info("Nobody undoes this any more: {}", fight.change().adminLine());
          }
        });
    fights = round.fights().stream().collect(Collectors.toMap(Fight::over, fight -> fight));
    missing = news(round.before().missing(), missing, Missing::message);
    foreign = news(notInTheWay(round), foreign, Foreign::message);
    shortfalls = news(shortfalls(round), shortfalls, RoundLog::words);
    remarks =
        news(Remarks.of(round.plan().spec(), round.before().facts()), remarks, Function.identity());
  }

  /** Says that the way to the kernel or to the ledger is broken, unless that was said last. */
  public void broken(String message, Duration pause) {
    if (!message.equals(trouble)) {
      LOG.error(
          "{}. The kernel stays as it is; next try in {} ms.",
          message.endsWith(".") ? message.substring(0, message.length() - 1) : message,
          pause.toMillis());
      trouble = message;
    }
  }

  private static void changes(Round round, Occasion occasion) {
    long made = applied(round).count();
    if (made == 0 && occasion != Occasion.PLAN) {
      return;
    }
    String named =
        applied(round)
            .limit(NAMED)
            .map(outcome -> outcome.change().adminLine())
            .collect(Collectors.joining("; "));
    LOG.info(
        "{} {}: {} in {} ms{}{}{}",
        beginning(occasion),
        round.plan().generation(),
        made == 1 ? "1 change" : made + " changes",
        String.format(Locale.ROOT, "%.1f", round.took().toNanos() / 1e6),
        named.isEmpty() ? "" : ": ",
        named,
        made > NAMED ? "; and " + (made - NAMED) + " more" : "");
  }

  private static String beginning(Occasion occasion) {
    return switch (occasion) {
      case PLAN -> "Plan";
      case SITUATION -> "Health, VIPs to hold or drains changed under plan";
      case DRIFT -> "The kernel differed from plan";
    };
  }

  /** Returns what goes to and fro in a fight is said once, as that. */
  private static Stream<Outcome> applied(Round round) {
    Set<Object> fought = round.fights().stream().map(Fight::over).collect(Collectors.toSet());
    return round.outcomes().stream()
        .filter(Outcome.Applied.class::isInstance)
        .filter(outcome -> !isPartOf(fought, outcome.change()));
  }

  private static boolean isPartOf(Set<Object> fought, Change change) {
    return fought.contains(change.subject())
        || (change instanceof IpvsChange one && fought.contains(one.service()));
  }

  /** Those in the way are shortfalls too. */
  private static List<Foreign> notInTheWay(Round round) {
    return round.before().diff().foreign().stream()
        .filter(foreign -> !foreign.isInTheWay())
        .toList();
  }

  /** One module that is missing is one line, however many services wait for it. */
  private static List<Shortfall> shortfalls(Round round) {
    boolean noIpvs = round.before().missing().contains(Missing.IP_VS);
    return round.shortfalls().stream()
        .filter(shortfall -> !(noIpvs && shortfall.reason().equals(Obstacle.Reason.NO_IPVS.text())))
        .toList();
  }

  private static String words(Shortfall shortfall) {
    return "%s: %s: %s: %s"
        .formatted(
            shortfall.source(),
            shortfall.failed().change(),
            shortfall.cause(),
            shortfall.message());
  }

  private static <T> Set<T> news(List<T> present, Set<T> known, Function<T, String> words) {
    List<String> fresh =
        present.stream().filter(one -> !known.contains(one)).map(words).distinct().toList();
    Folding.fold(fresh).forEach(LOG::warn);
    return Set.copyOf(present);
  }
}
