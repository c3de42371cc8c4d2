package dev.lvs.tool.convert.keepalived;

import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a tree of the lines.
 *
 * <p>A statement ends with its line, or with a brace outside of double quotes; an opening brace
 * belongs to the statement before it, on the same line or a later one.
 *
 * <p>In a virtual server it differs, as {@code process_stream} of keepalived's lib/parser.c has it:
 * the keyword alone begins a block. An opening brace behind any other word is ignored, so that the
 * closing one ends the block around, and whatever follows counts one level further out.
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
    private final Optional<Set<String>> openers;
    private final List<Statement> inside = new ArrayList<>();
    private boolean awaitsBrace;

    /**
     * @param openers the only keywords that begin blocks in it; empty where all do
     */
    Open(Line at, List<String> words, Optional<Set<String>> openers) {
      this.at = at;
      this.words = words;
      this.openers = openers;
    }

    boolean isBegunBy(String keyword) {
      return openers.map(known -> known.contains(keyword)).orElse(false);
    }

    Statement closed() {
      return new Statement(words, at.file(), at.number(), Optional.of(inside));
    }
  }

  /** The statements that stand outside of any block. */
  List<Statement> parse() {
    open.push(new Open(new Line("", "", 0), List.of(), Optional.empty()));
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
    if (words.isEmpty()) {
      return;
    }
    missBrace();
    Statement statement = new Statement(words, line.file(), line.number(), Optional.empty());
    Open around = open.getFirst();
    boolean outermost = open.size() == 1;
    if (around.isBegunBy(words.getFirst())
        || (outermost && words.getFirst().equals(Nesting.OUTERMOST))) {
      Line at = new Line(statement.text(), line.file(), line.number());
      open.push(new Open(at, words, Optional.of(Nesting.inside(words.getFirst()))));
      open.getFirst().awaitsBrace = true;
    } else {
      around.inside.add(statement);
    }
  }

  /** The block that was begun goes on without its opening brace. */
  private void missBrace() {
    Open begun = open.getFirst();
    if (begun.awaitsBrace) {
      begun.awaitsBrace = false;
      Origin origin = new Origin(begun.at.file(), begun.at.number(), begun.at.text());
      if (isNone(begun.words)) {
        // skip_block gives up where no { follows, and the last of those before goes on
        notices.table(
            origin,
            "left out: its address or port is none, and without a { keepalived gives what is in its"
                + " block to the one before; write the {, or remove it.");
      } else {
        notices.aside(
            origin, "its block has no { and was taken to begin there, as keepalived does.");
      }
    }
  }

  /** Returns whether a server has no address. */
  private static boolean isNone(List<String> words) {
    Optional<String> first = words.stream().skip(1).findFirst();
    boolean server = words.getFirst().endsWith("_server");
    boolean named = first.filter(word -> word.matches("group|fwmark")).isPresent();
    return server
        && !named
        && (Values.server(first).isEmpty()
            || Values.port(words.stream().skip(2).findFirst()).isEmpty());
  }

  private void open(Line line) {
    Open around = open.getFirst();
    if (around.awaitsBrace) {
      around.awaitsBrace = false;
      return;
    }
    if (around.openers.isPresent()) {
      String before = around.inside.isEmpty() ? "" : around.inside.getLast().text();
      notices.aside(
          new Origin(line.file(), line.number(), before),
          ("the { is passed over, as keepalived does, which knows no such block here: what is in it"
                  + " counts for %s, its } ends that, and what follows counts for what is around.")
              .formatted(around.at.text()));
      return;
    }
    if (inside().isEmpty() || inside().getLast().block().isPresent()) {
      notices.aside(at(line), "a { with nothing before it: what is in it is left out.");
      open.push(new Open(line, List.of("{"), Optional.empty()));
      return;
    }
    if (open.size() == 1 && !Keywords.isKnownAtTop(inside().getLast().keyword())) {
      notices.aside(
          new Origin(line.file(), line.number(), inside().getLast().text()),
          "the { is passed over, as keepalived does, which knows no such keyword: what is in it"
              + " counts as if it stood outside.");
      return;
    }
    Statement opening = inside().removeLast();
    Line at = new Line(opening.text(), opening.file(), opening.line());
    open.push(new Open(at, opening.words(), Optional.empty()));
    if (open.size() > DEEPEST) {
      notices.table(at(line), "blocks are nested too deeply; what is in this one is left out.");
    }
  }

  private void close(Line line) {
    missBrace();
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
