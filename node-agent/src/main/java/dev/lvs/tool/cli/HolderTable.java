package dev.lvs.tool.cli;

import static java.util.Objects.requireNonNullElse;

import dev.lvs.agent.report.LocalHolders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Table of the groups of a node, one line each below a heading. */
final class HolderTable {
  private static final List<String> HEADING =
      List.of("MODE", "NAME", "STATE", "HOLDER", "SINCE", "RENEWED", "LEFT", "WHY NOT HERE");
  private static final String NONE = "-";

  private final List<List<String>> rows = new ArrayList<>(List.of(HEADING));
  private final long now;

  /**
   * One without groups.
   *
   * @param now of the monotonic clock, in milliseconds
   */
  HolderTable(long now) {
    this.now = now;
  }

  void add(LocalHolders.Group group) {
    rows.add(
        List.of(
            "lease",
            group.lease(),
            group.state(),
            requireNonNullElse(group.holder(), NONE),
            group.since(),
            seconds(now - group.renewedMillis()) + " ago",
            left(group.untilMillis()),
            requireNonNullElse(group.why(), NONE)));
  }

  void add(LocalHolders.VrrpGroup group) {
    rows.add(
        List.of(
            "vrrp",
            group.group(),
            group.state(),
            NONE,
            requireNonNullElse(group.since(), NONE),
            NONE,
            NONE,
            requireNonNullElse(group.why(), NONE)));
  }

  void add(LocalHolders.BgpGroup group) {
    rows.add(
        List.of(
            "bgp",
            group.group(),
            group.state(),
            NONE,
            group.since(),
            NONE,
            left(group.untilMillis()),
            requireNonNullElse(group.why(), NONE)));
  }

  /** Returns whether there is no group. */
  boolean isEmpty() {
    return rows.size() == 1;
  }

  List<String> lines() {
    int[] widths = new int[HEADING.size()];
    rows.forEach(
        row -> {
          for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], row.get(i).length());
          }
        });
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String left(@Nullable Long until) {
    return until == null ? NONE : seconds(Math.max(0, until - now));
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
