package dev.lvs.agent.health;

import dev.lvs.agent.probe.Advice;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.situation.HealthEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The results of one check so far: whether the server counts as up, and why.
 *
 * @param since when it entered this state; empty for a server without any result yet
 * @param streak consecutive results against the current state, not yet enough to change it
 * @param failure the last failure
 * @param lastGood when a probe succeeded last
 * @param advice last advice of the server itself
 * @param certificateEnd until when its certificate is valid
 * @param unprobed the probes since the last result that could not be made
 */
public record Standing(
    State state,
    Optional<Instant> since,
    int streak,
    Optional<Failure> failure,
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

  /**
   * Failures of a server in a row.
   *
   * @param times how many there are
   * @param reason of one of them, in words
   * @param noted how many there were when {@code reason} was noted
   * @param at when that was
   */
  record Failure(int times, String reason, int noted, Instant at) {
    /** Time for which a reason is kept while the server stays down, though others come. */
    private static final Duration SETTLED = Duration.ofSeconds(30);

    private static Failure first(String reason, Instant now) {
      return new Failure(1, reason, 1, now);
    }

    /** One more, whose reason is noted. */
    private Failure noting(String why, Instant now) {
      return new Failure(times + 1, why, times + 1, now);
    }

    /** Another of a server that is down: each reason that is noted is a round and a report. */
    private Failure kept(int count, String why, Instant now) {
      Duration since = Duration.between(at, now).abs();
      return why.equals(reason) || since.compareTo(SETTLED) < 0
          ? new Failure(count, reason, noted, at)
          : new Failure(count, why, count, now);
    }
  }

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

  /** Time before the end of a certificate at which people are told. */
  private static final Duration SOON = Duration.ofDays(14);

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

  /** One of an agent before. */
  static Standing remembered(State state, Instant since, String reason) {
    return new Standing(
        state,
        Optional.of(since),
        0,
        reason.isEmpty() ? Optional.empty() : Optional.of(Failure.first(reason, since)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

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
   * Returns why nothing is known of the server any more; empty as long as fewer probes could not be
   * made than failures would take it down.
   */
  Optional<HealthEvidence> doubt(Thresholds thresholds) {
    return unprobed
        .filter(none -> none.probes() >= thresholds.fall())
        .map(
            none ->
                new HealthEvidence(
                    Optional.of(none.since()), Optional.of(none.reason()), 0, lastGood));
  }

  /** Returns what speaks for the present state. */
  HealthEvidence evidence() {
    return new HealthEvidence(
        since,
        failure.map(Failure::reason),
        state == State.DOWN ? failure.map(Failure::noted).orElse(0) : 0,
        lastGood);
  }

  /** When the certificate that it showed last expires, where that is soon. */
  Optional<Instant> expiring() {
    return certificateEnd.filter(
        end -> lastGood.filter(seen -> end.isBefore(seen.plus(SOON))).isPresent());
  }

  private Standing inconclusive(String why, Instant now) {
    Unprobed none =
        unprobed
            .map(before -> new Unprobed(before.probes() + 1, before.since(), why))
            .orElseGet(() -> new Unprobed(1, now, why));
    return new Standing(
        state, since, streak, failure, lastGood, advice, certificateEnd, Optional.of(none));
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
        failure,
        Optional.of(now),
        said.map(this::merged).or(() -> advice),
        end.or(() -> certificateEnd),
        Optional.empty());
  }

  private Standing failed(String why, Instant now, Thresholds thresholds) {
    boolean down = state == State.DOWN || streak + 1 >= thresholds.fall();
    Failure next =
        failure
            .filter(_ -> state == State.DOWN || streak > 0)
            .map(
                last ->
                    state == State.DOWN
                        ? last.kept(streak == 0 ? last.times() + 1 : 1, why, now)
                        : last.noting(why, now))
            .orElseGet(() -> Failure.first(why, now));
    return new Standing(
        down ? State.DOWN : state,
        down && state != State.DOWN ? Optional.of(now) : since,
        down ? 0 : streak + 1,
        Optional.of(next),
        lastGood,
        advice,
        certificateEnd,
        Optional.empty());
  }

  /** Returns what a server does not say stays as it said it before. */
  private Advice merged(Advice said) {
    return new Advice(
        said.load().or(() -> advice.flatMap(Advice::load)),
        said.state().or(() -> advice.flatMap(Advice::state)));
  }
}
