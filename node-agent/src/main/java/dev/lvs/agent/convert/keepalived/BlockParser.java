package dev.lvs.agent.convert.keepalived;

import dev.lvs.agent.convert.Notices;
import dev.lvs.agent.convert.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Makes a tree of the lines.
 *
 * <p>A statement ends with its line, or with a brace outside of double quotes; an opening brace
 * belongs to the statement before it, on the same line or a later one.
 */
final class BlockParser {
  private static final int DEEPEST = 32;

  private final LineReader lines;
  private final Notices notices;
  private final Deque<Open> open = new ArrayDeque<>();

  BlockParser(LineReader lines, Notices notices) {
    this.lines = lines;
    this.notices = notices;
  }

  /** A block that is not closed yet, by the statement that opened it. */
  private static final class Open {
    private final Line at;
    private final List<String> words;
    private final List<Statement> inside = new ArrayList<>();

    Open(Line at, List<String> words) {
      this.at = at;
      this.words = words;
    }

    Statement closed() {
      return new Statement(words, at.file(), at.number(), Optional.of(inside));
    }
  }

  /** The statements that stand outside of any block. */
  List<Statement> parse() {
    open.push(new Open(new Line("", "", 0), List.of()));
    for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      pieces(line.get());
    }
    while (open.size() > 1) {
      Open last = open.pop();
      notices.aside(
          new Origin(last.at.file(), last.at.number(), String.join(" ", last.words)),
          "its block has no } and was taken to end with the file.");
      inside().add(last.closed());
    }
    return inside();
  }

  private List<Statement> inside() {
    return open.getFirst().inside;
  }

  private void pieces(Line line) {
    String text = line.text();
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '{' || c == '}')) {
        statement(text.substring(start, i), line);
        start = i + 1;
        if (c == '{') {
          open(line);
        } else {
          close(line);
        }
      }
    }
    statement(text.substring(start), line);
  }

  private void statement(String text, Line line) {
    List<String> words = words(text, line);
    if (!words.isEmpty()) {
      inside().add(new Statement(words, line.file(), line.number(), Optional.empty()));
    }
  }

  private void open(Line line) {
    if (inside().isEmpty() || inside().getLast().block().isPresent()) {
      notices.aside(at(line), "a { with nothing before it: what is in it is left out.");
      open.push(new Open(line, List.of("{")));
      return;
    }
    Statement opening = inside().removeLast();
    Line at = new Line(opening.text(), opening.file(), opening.line());
    open.push(new Open(at, opening.words()));
    if (open.size() > DEEPEST) {
      notices.table(at(line), "blocks are nested too deeply; what is in this one is left out.");
    }
  }

  private void close(Line line) {
    if (open.size() == 1) {
      notices.aside(at(line), "a } too many.");
      return;
    }
    boolean tooDeep = open.size() > DEEPEST;
    Statement closed = open.pop().closed();
    if (!tooDeep && !closed.keyword().equals("{")) {
      inside().add(closed);
    }
  }

  /** Words between blanks; a word in double quotes is one, without them. */
  private List<String> words(String text, Line line) {
    List<String> words = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (isBlank(c)) {
        i++;
      } else if (c == '"') {
        int end = text.indexOf('"', i + 1);
        if (end < 0) {
          notices.aside(
              at(line), "a quotation mark has no partner; the rest of the line is left out.");
          return words;
        }
        words.add(text.substring(i + 1, end));
        i = end + 1;
      } else {
        int end = i;
        while (end < text.length() && !isBlank(text.charAt(end)) && text.charAt(end) != '"') {
          end++;
        }
        words.add(text.substring(i, end));
        i = end;
      }
    }
    return words;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static Origin at(Line line) {
    return new Origin(line.file(), line.number(), "");
  }
}
