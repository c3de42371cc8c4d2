package dev.lvs.agent.health;

import dev.lvs.agent.health.Course.Moment;
import dev.lvs.agent.health.Course.Turn;
import dev.lvs.agent.health.Standing.State;
import dev.lvs.agent.situation.HealthEvidence;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.api.v1alpha1.SlowStart;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * State of a server that the next agent has to know: down, or up although it counts as down until
 * the first result, or just coming up. Any other server is not remembered: it is up until its check
 * finds otherwise.
 *
 * @param removed whether it is out of the table while it is down
 * @param since when it came to be so, by the time of day
 * @param rising whether it was down before it came up
 * @param reason why it is down, in words; empty for one that is up
 */
record Remembered(
    Place place, State state, boolean removed, Instant since, boolean rising, String reason) {
  /** So much of a reason is kept. */
  private static final int LONGEST_REASON = 200;

  private static final String TAB = "\t";
  private static final int FIELDS = 8;

  /** A destination of a virtual service. */
  record Place(ServiceKey service, DestinationKey destination) {
    static Place of(Watched one) {
      return new Place(one.service(), one.destination());
    }
  }

  /** Empty where there is nothing to remember. */
  static Optional<Remembered> of(Watched one, Course course, boolean initiallyDown, Moment now) {
    Standing standing = course.standing();
    boolean rising =
        course
            .cameUp(initiallyDown)
            .filter(
                at ->
                    Duration.between(at, now.steady()).toMillis()
                        < SlowStart.LONGEST.milliseconds())
            .isPresent();
    boolean worthIt =
        switch (standing.state()) {
          case UNKNOWN -> false;
          case UP -> initiallyDown || rising;
          case DOWN -> true;
        };
    return worthIt
        ? Optional.of(
            new Remembered(
                Place.of(one),
                standing.state(),
                one.removed(),
                standing.since().orElse(now.time()),
                rising,
                standing.state() == State.DOWN ? reason(standing) : ""))
        : Optional.empty();
  }

  private static String reason(Standing standing) {
    String words = standing.evidence().reason().orElse("").replaceAll("\\p{Cntrl}", " ");
    return words.substring(0, Math.min(words.length(), LONGEST_REASON));
  }

  /** Returns how a check goes on from here. */
  Course course(Moment now) {
    State from = state == State.DOWN ? State.UP : State.DOWN;
    Optional<Turn> turn =
        state == State.DOWN || rising
            ? Optional.of(new Turn(from, now.steady(since)))
            : Optional.empty();
    return new Course(Standing.remembered(state, since, reason), turn);
  }

  /** Returns what it counts for until it is watched. */
  ServerHealth health(Moment now) {
    return state == State.DOWN
        ? new ServerHealth.Down(
            removed,
            new HealthEvidence(Optional.of(since), Optional.of(reason), 0, Optional.empty()),
            Optional.of(now.steady(since)))
        : new ServerHealth.Up(
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            rising ? Optional.of(now.steady(since)) : Optional.empty());
  }

  /** One line of a file. */
  String line() {
    return String.join(
        TAB,
        place.service().toString(),
        place.destination().address().toString(),
        String.valueOf(place.destination().port()),
        state.name(),
        String.valueOf(removed),
        since.toString(),
        String.valueOf(rising),
        reason);
  }

  /**
   * Reads what {@link #line} gives.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static Remembered parse(String line) {
    List<String> fields = List.of(line.split(TAB, -1));
    if (fields.size() != FIELDS) {
      throw new IllegalArgumentException("it has " + fields.size() + " fields");
    }
    try {
      return new Remembered(
          new Place(
              ServiceKey.parse(fields.get(0)),
              new DestinationKey(IpAddress.parse(fields.get(1)), Integer.parseInt(fields.get(2)))),
          State.valueOf(fields.get(3)),
          Boolean.parseBoolean(fields.get(4)),
          Instant.parse(fields.get(5)),
          Boolean.parseBoolean(fields.get(6)),
          fields.get(7));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
