package dev.lvs.operator.status.event;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Memory of the Events that were sent lately, by which what comes again is counted in the Event
 * that is there, rather than told anew. Bounded: what has not come again for long is forgotten. Not
 * thread-safe.
 */
public final class Recurrence {
  /** Time after which the same is another Event. */
  static final Duration WINDOW = Duration.ofMinutes(10);

  /** Shortest time between writes of a count, but for the first ones. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  static final int MOST = 4096;

  /**
   * Identity of an Event.
   *
   * @param about uid of the resource
   * @param note empty where the reason alone counts
   */
  private record Key(String about, boolean warning, String reason, String note) {
    static Key of(String about, EventMessage told) {
      return new Key(about, told.warning(), told.reason(), told.recurs() ? "" : told.note());
    }
  }

  /** An Event that was sent, and how often the same was to be told since. */
  private record Sent(String name, int count, Instant last, Instant written) {}

  /**
   * An Event to be counted up.
   *
   * @param name of the Event
   * @param count how often it has come in all
   */
  public record Again(String name, int count, Instant last) {}

  private final Map<Key, Sent> sent = new LinkedHashMap<>(16, 0.75f, true);

  /** Takes note of an Event that was sent. */
  public void sent(String about, EventMessage told, String name, Instant now) {
    sent.put(Key.of(about, told), new Sent(name, 1, now, now));
    if (sent.size() > MOST) {
      sent.remove(sent.keySet().iterator().next());
    }
  }

  /**
   * Returns whether the same was sent so lately that it is to be counted, and no other Event made.
   */
  public boolean isKnown(String about, EventMessage told, Instant now) {
    Sent known = sent.get(Key.of(about, told));
    return known != null && Duration.between(known.last(), now).abs().compareTo(WINDOW) < 0;
  }

  /** Counts one more of the known; returns what to write, if it is time. */
  public Optional<Again> count(String about, EventMessage told, Instant now) {
    Key key = Key.of(about, told);
    Sent known = sent.get(key);
    if (known == null) {
      return Optional.empty();
    }
    int count = known.count() + 1;
    boolean due =
        Integer.bitCount(count) == 1
            || Duration.between(known.written(), now).abs().compareTo(PAUSE) >= 0;
    sent.put(key, new Sent(known.name(), count, now, due ? now : known.written()));
    return due ? Optional.of(new Again(known.name(), count, now)) : Optional.empty();
  }

  /** Forgets an Event that is there no more. */
  public void gone(String about, EventMessage told) {
    sent.remove(Key.of(about, told));
  }
}
