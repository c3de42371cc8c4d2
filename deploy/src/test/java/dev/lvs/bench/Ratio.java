package dev.lvs.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The median of numbers, one for each round, and how far they lie apart. */
record Ratio(double median, double least, double most) {

  /** Of one series of times to another, round by round: what else the machine does changes. */
  static Ratio of(List<Long> times, List<Long> others) {
    double[] ratios = new double[Math.min(times.size(), others.size())];
    Arrays.setAll(ratios, round -> (double) times.get(round) / others.get(round));
    Arrays.sort(ratios);
    return new Ratio(median(ratios), ratios[0], ratios[ratios.length - 1]);
  }

  /** Of one series of numbers, each divided. */
  static Ratio of(List<Long> numbers, double divisor) {
    double[] sorted = numbers.stream().mapToDouble(one -> one / divisor).sorted().toArray();
    return new Ratio(median(sorted), sorted[0], sorted[sorted.length - 1]);
  }

  static double medianOf(List<Long> times) {
    return median(times.stream().mapToDouble(Long::doubleValue).sorted().toArray());
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  @Override
  public String toString() {
    return "%s (%s-%s)".formatted(digits(median), digits(least), digits(most));
  }

  private static String digits(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }
}
