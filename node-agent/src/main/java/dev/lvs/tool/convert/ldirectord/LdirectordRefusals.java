package dev.lvs.tool.convert.ldirectord;

import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Lines of a file because of which ldirectord does not start. It then programs no table at all, and
 * manifests of the remaining lines differ from that.
 */
final class LdirectordRefusals {
  private final Notices notices;
  private final SortedSet<Integer> lines = new TreeSet<>();

  LdirectordRefusals(Notices notices) {
    this.notices = notices;
  }

  /** Says why ldirectord does not start with a line. */
  void add(Origin at, String why) {
    lines.add(at.line());
    notices.aside(at, "ldirectord does not start with it: %s.".formatted(why));
  }

  /** The same in the words of an exception. */
  void add(Origin at, NotStarting why) {
    lines.add(at.line());
    notices.aside(at, "ldirectord does not start with it: %s".formatted(why.getMessage()));
  }

  /** Says that a line, or a part of it, is left out, and whether ldirectord starts with it. */
  void leftOut(Origin at, IllegalArgumentException why) {
    if (why instanceof NotStarting) {
      lines.add(at.line());
      notices.table(
          at, "left out, and ldirectord does not start with it: %s".formatted(why.getMessage()));
    } else {
      notices.table(at, "left out: " + why.getMessage());
    }
  }

  /** The same of a directive, where there is anything to say. */
  void add(Directive directive, Optional<String> why) {
    why.ifPresent(text -> add(directive.origin(), text));
  }

  /** Says it of the file, once. */
  void tell(String file) {
    if (!lines.isEmpty()) {
      notices.table(
          new Origin(file, 0, ""),
          "ldirectord does not start with this file, because of line %d%s, and balances nothing then; the manifests say what it would do without that."
              .formatted(
                  lines.getFirst(),
                  lines.size() == 1 ? "" : " and %d more".formatted(lines.size() - 1)));
    }
  }
}
