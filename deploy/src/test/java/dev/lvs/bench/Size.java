package dev.lvs.bench;

import java.util.List;
import java.util.Locale;

/**
 * Size of a table.
 *
 * @param destinations of each virtual service
 */
record Size(int services, int destinations, String scheduler) {
  static final Size SMALL = new Size(1_000, 10, "rr");
  static final Size LARGE = new Size(10_000, 10, "rr");

  /** Reads {@code SERVICES DESTINATIONS SCHEDULER}. */
  static Size of(List<String> words) {
    if (words.size() != 3) {
      throw new IllegalArgumentException(
          "a size is SERVICES DESTINATIONS SCHEDULER, e.g. 1000 10 rr, and not: "
              + String.join(" ", words));
    }
    return new Size(Integer.parseInt(words.get(0)), Integer.parseInt(words.get(1)), words.get(2));
  }

  List<String> words() {
    return List.of(String.valueOf(services), String.valueOf(destinations), scheduler);
  }

  int allDestinations() {
    return services * destinations;
  }

  /** Virtual services and destinations, each of which takes a message to add. */
  int objects() {
    return services + allDestinations();
  }

  /** The same with as many services as this many objects allow, at least one. */
  Size atMost(int objects) {
    return new Size(Math.clamp(objects / (destinations + 1), 1, services), destinations, scheduler);
  }

  Size with(String otherScheduler) {
    return new Size(services, destinations, otherScheduler);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%,d x %,d, %s", services, destinations, scheduler);
  }
}
