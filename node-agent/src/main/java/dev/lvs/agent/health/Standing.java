package dev.lvs.agent.health;

import dev.lvs.agent.probe.Advice;
import dev.lvs.agent.probe.ProbeResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The results of one check so far: whether the server counts as up, and why.
 *
 * @param since when it entered this state; empty for a server without any result yet
 * @param streak consecutive results against the current state, not yet enough to change it
 * @param reason of the last failure, in words
 * @param lastGood when a probe succeeded last
 * @param advice what the server itself gave last
 * @param certificateEnd until when its certificate is valid
 * @param unprobed the probes since the last result that could not be made
 */
public record Standing(
    State state,
    Optional<Instant> since,
    int streak,
    Optional<String> reason,
    Optional<Instant> lastGood,
    Optional<Advice> advice,
    Optional<Instant> certificateEnd,
    Optional<Unprobed> unprobed) {

  /**
   * Probes that could not be made, for a reason of this node.
   *
   * @param probes how many in a row
   */
  public record Unprobed(int probes, Instant since, String reason) {}

  /** Health state of a server. */
  public enum State {
    /** No probe of it has had a result. */
    UNKNOWN,
    UP,
    DOWN
  }

  /**
   * Numbers of consecutive results that change the state: successes to come up, failures to go
   * down.
   */
  public record Thresholds(int rise, int fall) {
    public Thresholds {
      if (rise < 1 || fall < 1) {
        throw new IllegalArgumentException("rise and fall are at least 1");
      }
    }
  }

  /** Before the first probe. */
  public static final Standing UNHEARD =
      new Standing(
          State.UNKNOWN,
          Optional.empty(),
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * Counts one more result. From unknown the first success brings a server up, and it takes as many
   * failures as from up to bring it down.
   */
  public Standing after(ProbeResult result, Instant now, Thresholds thresholds) {
    return switch (result) {
      case ProbeResult.Passed(var said, var end) -> passed(said, end, now, thresholds);
      case ProbeResult.Failed(var why) -> failed(why, now, thresholds);
      case ProbeResult.Inconclusive(var why) -> inconclusive(why, now);
    };
  }

  /**
   * Why nothing is known of the server any more, for people; empty as long as fewer probes could
   * not be made than failures would take it down.
   */
  Optional<String> doubt(Thresholds thresholds) {
    return unprobed
        .filter(none -> none.probes() >= thresholds.fall())
        .map(none -> "since " + clock(none.since()) + ": " + none.reason());
  }

  private Standing inconclusive(String why, Instant now) {
    Unprobed none =
        unprobed
            .map(before -> new Unprobed(before.probes() + 1, before.since(), why))
            .orElseGet(() -> new Unprobed(1, now, why));
    return new Standing(
        state, since, streak, reason, lastGood, advice, certificateEnd, Optional.of(none));
  }

  /**
   * Why the server is down, for people, e.g. {@code since 14:02:11Z: connection refused by ...}.
   */
  String words() {
    return since.map(time -> "since " + clock(time)).orElse("")
        + reason.map(": "::concat).orElse(" as nothing has been heard of it yet")
        + lastGood.map(time -> "; last good " + clock(time)).orElse("");
  }

  private static String clock(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private Standing passed(
      Optional<Advice> said, Optional<Instant> end, Instant now, Thresholds thresholds) {
    int needed =
        switch (state) {
          case UNKNOWN, UP -> 0;
          case DOWN -> thresholds.rise();
        };
    boolean up = state != State.DOWN || streak + 1 >= needed;
    return new Standing(
        up ? State.UP : State.DOWN,
        up && state != State.UP ? Optional.of(now) : since,
        up ? 0 : streak + 1,
        reason,
        Optional.of(now),
        said.map(this::merged).or(() -> advice),
        end.or(() -> certificateEnd),
        Optional.empty());
  }

  private Standing failed(String why, Instant now, Thresholds thresholds) {
    boolean down = state == State.DOWN || streak + 1 >= thresholds.fall();
    return new Standing(
        down ? State.DOWN : state,
        down && state != State.DOWN ? Optional.of(now) : since,
        down ? 0 : streak + 1,
        Optional.of(why),
        lastGood,
        advice,
        certificateEnd,
        Optional.empty());
  }

  /** What a server does not say stays as it said it before. */
  private Advice merged(Advice said) {
    return new Advice(
        said.percent().isPresent()
            ? said.percent()
            : advice.map(Advice::percent).orElse(said.percent()),
        said.state().or(() -> advice.flatMap(Advice::state)));
  }
}
