package dev.lvs.tool.convert.read;

import dev.lvs.tool.convert.read.Notice.Effect;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * The notices so far, each once, in the order in which they came up. A configuration that is
 * damaged or made to be endless gives no more than {@link #MOST} of them, and one that says how
 * many are missing.
 */
public final class Notices {
  /** Most notices of one configuration; the largest public ones give some 30,000. */
  static final int MOST = 100_000;

  private int leftOut;

  private final SequencedSet<Notice> all = new LinkedHashSet<>();

  /** The table will be another one. */
  public void table(Origin origin, String message) {
    add(new Notice(origin, Effect.TABLE, message));
  }

  /** Something around the table is not carried over. */
  public void aside(Origin origin, String message) {
    add(new Notice(origin, Effect.SURROUNDINGS, message));
  }

  /** By file, as these were read, then by line. */
  public List<Notice> sorted() {
    List<String> files = all.stream().map(notice -> notice.origin().file()).distinct().toList();
    List<Notice> sorted = new ArrayList<>(all);
    sorted.sort(
        (one, other) -> {
          int byFile =
              Integer.compare(
                  files.indexOf(one.origin().file()), files.indexOf(other.origin().file()));
          return byFile != 0 ? byFile : Integer.compare(one.origin().line(), other.origin().line());
        });
    if (leftOut > 0) {
      sorted.addFirst(
          new Notice(
              new Origin(files.getFirst(), 0, ""),
              Effect.TABLE,
              "%d more notices are left out; mend what the others name, and convert it again."
                  .formatted(leftOut)));
    }
    return sorted;
  }

  /** Takes over what another stage had to say. */
  public void addAll(List<Notice> others) {
    others.forEach(this::add);
  }

  private void add(Notice notice) {
    if (all.size() < MOST) {
      all.add(notice);
    } else if (!all.contains(notice)) {
      leftOut++;
    }
  }
}
