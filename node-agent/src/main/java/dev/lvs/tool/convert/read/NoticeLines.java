package dev.lvs.tool.convert.read;

import dev.lvs.tool.convert.read.Notice.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Formats notices as lines: first those of the table, one line each since each means traffic that
 * is balanced differently; then the rest, folded into one line where keyword and message are the
 * same.
 */
public final class NoticeLines {
  private NoticeLines() {}

  /** Key by which notices are folded into one line. */
  private record Kind(String file, String keyword, String message) {
    static Kind of(Notice notice) {
      String subject = notice.origin().subject();
      String last =
          subject.substring(subject.lastIndexOf(" / ") < 0 ? 0 : subject.lastIndexOf(" / ") + 3);
      return new Kind(notice.origin().file(), last.split("[ =]", 2)[0], notice.message());
    }
  }

  /** The lines, in the order in which they are to be read. */
  public static List<String> lines(List<Notice> notices) {
    List<String> lines = new ArrayList<>();
    SequencedMap<Kind, List<Notice>> others = new LinkedHashMap<>();
    for (Notice notice : notices) {
      if (notice.effect() == Effect.TABLE) {
        lines.add(notice.toString());
      } else {
        others.computeIfAbsent(Kind.of(notice), _ -> new ArrayList<>()).add(notice);
      }
    }
    // what is said of a file as a whole comes before what is said of its lines
    others.forEach((kind, alike) -> whole(kind, alike, lines));
    others.forEach((kind, alike) -> single(kind, alike, lines));
    return lines;
  }

  private static void whole(Kind kind, List<Notice> alike, List<String> lines) {
    if (alike.getFirst().origin().line() == 0 && kind.keyword().isEmpty()) {
      lines.add(alike.getFirst().toString());
    }
  }

  private static void single(Kind kind, List<Notice> alike, List<String> lines) {
    Notice first = alike.getFirst();
    if (alike.size() > 1) {
      lines.add(
          "%s: %s: %s (%d times, first at line %d)"
              .formatted(
                  kind.file(),
                  kind.keyword(),
                  kind.message(),
                  alike.size(),
                  first.origin().line()));
    } else if (first.origin().line() != 0 || !kind.keyword().isEmpty()) {
      lines.add(first.toString());
    }
  }
}
