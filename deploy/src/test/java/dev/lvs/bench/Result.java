package dev.lvs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Output of the bench: tables in Markdown, and the goals, which are also added to a file, so that
 * those of all parts can be printed together at the end.
 */
final class Result {
  private final Path goals;

  Result(Path goals) {
    this.goals = goals;
  }

  void title(String format, Object... arguments) throws IOException {
    String kernel = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
    System.out.printf(Locale.ROOT, "%n### " + format + "; kernel %s%n%n", with(arguments, kernel));
  }

  void header(String... cells) {
    row(cells);
    row(Collections.nCopies(cells.length, "---").toArray(String[]::new));
  }

  void row(String... cells) {
    System.out.println("| " + String.join(" | ", cells) + " |");
  }

  void say(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, "%n" + format + "%n", arguments);
  }

  /** A ratio that is to be at most, or at least, this. */
  void goal(String what, Bound bound, double limit, Ratio ratio) throws IOException {
    goal(what, bound, limit, ratio.median(), ratio.toString());
  }

  /** A count that is to be at most, or at least, this. */
  void goal(String what, Bound bound, double limit, long count) throws IOException {
    goal(what, bound, limit, (double) count, String.valueOf(count));
  }

  /** A number that is to be at most, or at least, this. */
  void goal(String what, Bound bound, double limit, double measured, String said)
      throws IOException {
    String line =
        "| %s | %s %s | %s | %s |%n"
            .formatted(
                what,
                bound == Bound.AT_MOST ? "at most" : "at least",
                limit == Math.rint(limit) ? String.format(Locale.ROOT, "%.0f", limit) : limit,
                said,
                bound.holds(measured, limit) ? "yes" : "**no**");
    Files.writeString(goals, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Side of a limit that is the good one. */
  enum Bound {
    AT_MOST,
    AT_LEAST;

    boolean holds(double measured, double limit) {
      return this == AT_MOST ? measured <= limit : measured >= limit;
    }
  }

  static String millis(List<Long> micros) {
    return micros.isEmpty()
        ? "-"
        : String.format(Locale.ROOT, "%.1f", Ratio.medianOf(micros) / 1000);
  }

  private static Object[] with(Object[] arguments, Object last) {
    Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = last;
    return all;
  }
}
