package dev.lvs.tool.cli;

import static java.util.Objects.requireNonNullElse;

import dev.lvs.agent.report.LocalHolders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Table of the groups of a node, one line each below a heading. */
final class HolderTable {
  private static final List<String> HEADING =
      List.of("LEASE", "STATE", "HOLDER", "SINCE", "RENEWED", "LEFT", "WHY NOT HERE");

  private HolderTable() {}

  /**
   * Returns its lines.
   *
   * @param now of the monotonic clock, in milliseconds
   */
  static List<String> lines(List<LocalHolders.Group> groups, long now) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADING);
    groups.forEach(group -> rows.add(row(group, now)));
    int[] widths = new int[HEADING.size()];
    rows.forEach(
        row -> {
          for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], row.get(i).length());
          }
        });
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static List<String> row(LocalHolders.Group group, long now) {
    Long until = group.untilMillis();
    return List.of(
        group.lease(),
        group.state(),
        requireNonNullElse(group.holder(), "-"),
        group.since(),
        seconds(now - group.renewedMillis()) + " ago",
        until == null ? "-" : seconds(Math.max(0, until - now)),
        requireNonNullElse(group.why(), "-"));
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length - 1; i++) {
      line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
    }
    return line.append(row.getLast()).toString();
  }
}
