package dev.lvs.agent.round;

import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DestinationChange;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcome.Refused;
import dev.lvs.agent.report.Fight;
import dev.lvs.ipvs.ServiceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Detects drift that another program causes again and again, and backs off: correcting it every
 * second would only alternate, fill the log, and be in effect half of the time.
 */
final class Fights {
  /** Time without a repair after which an object is at peace. */
  static final Duration PEACE = Duration.ofMinutes(1);

  static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(32);

  private final LongSupplier nanoTime;
  private final Map<Object, Course> courses = new LinkedHashMap<>();

  /**
   * History of one fight.
   *
   * @param last when it last differed from the desired state
   * @param next when it may be corrected again
   */
  private record Course(Change change, int times, long last, long next) {
    boolean isFight() {
      return times >= Fight.MANY;
    }

    Duration pause() {
      Duration pause = FIRST_PAUSE;
      for (int i = Fight.MANY; i < times && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
        pause = pause.multipliedBy(2);
      }
      return pause;
    }
  }

  /**
   * @param nanoTime a clock that nobody sets, in nanoseconds
   */
  Fights(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Those of the wanted changes that have to wait, each with its reason. */
  List<Refused> held(List<Change> wanted) {
    long now = nanoTime.getAsLong();
    courses.values().removeIf(course -> now - course.last() > PEACE.toNanos());
    if (courses.isEmpty()) {
      return List.of();
    }
    List<Refused> held = new ArrayList<>();
    Set<ServiceKey> added = added(wanted);
    for (Change change : wanted) {
      Course course = courses.get(over(change, added));
      if (course != null && course.isFight()) {
        courses.put(
            over(change, added), new Course(course.change(), course.times(), now, course.next()));
        if (now - course.next() < 0) {
          held.add(new Refused(change, Fight.CAUSE, fight(over(change, added), course).message()));
        }
      }
    }
    return held;
  }

  /**
   * Takes note of what had to be put right although the plan was the same.
   *
   * @param retried changes that were refused before, and are no repairs
   */
  void learn(List<Outcome> outcomes, Collection<Change> retried) {
    List<Change> repairs = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Applied(var change) && !retried.contains(change)) {
        repairs.add(change);
      }
    }
    long now = nanoTime.getAsLong();
    Set<ServiceKey> added = added(repairs);
    Map<Object, Change> first = new HashMap<>();
    repairs.forEach(change -> first.putIfAbsent(over(change, added), change));
    first.forEach(
        (object, change) -> {
          Course before = courses.get(object);
          Course course = new Course(change, before == null ? 1 : before.times() + 1, now, now);
          courses.put(
              object, new Course(change, course.times(), now, now + course.pause().toNanos()));
        });
  }

  /** Those that go on. */
  List<Fight> standing() {
    return courses.entrySet().stream()
        .filter(entry -> entry.getValue().isFight())
        .map(entry -> fight(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Fight fight(Object over, Course course) {
    return new Fight(over, course.change(), course.times(), course.pause());
  }

  /** Whoever deletes a virtual server deletes what is in it. */
  private static Object over(Change change, Set<ServiceKey> added) {
    return change instanceof DestinationChange one && added.contains(one.service())
        ? one.service()
        : change.subject();
  }

  private static Set<ServiceKey> added(List<Change> changes) {
    Set<ServiceKey> added = new HashSet<>();
    for (Change change : changes) {
      if (change instanceof AddService(var service, var _)) {
        added.add(service);
      }
    }
    return added;
  }
}
