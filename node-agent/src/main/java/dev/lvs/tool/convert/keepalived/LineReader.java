package dev.lvs.tool.convert.keepalived;

import dev.lvs.tool.convert.keepalived.Parameters.Definition;
import dev.lvs.tool.convert.keepalived.Parameters.Replaced;
import dev.lvs.tool.convert.read.ConfigFile;
import dev.lvs.tool.convert.read.Includes;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines as {@code read_line} of keepalived's lib/parser.c gives them to its keywords.
 *
 * <p>Where lines come from is a stack: a file, the files that it includes, and the lines that a
 * parameter or a sequence is made into. Every line that is read counts against one limit, which
 * ends endless includes and repetitions.
 */
final class LineReader {
  private static final int MOST_LINES = 200_000;
  private static final long MOST_CHARACTERS = 8L << 20;
  private static final int DEEPEST = 64;
  private static final Pattern INCLUDE = Pattern.compile("include[rmwba]?[ \\t]+(.+)");
  private static final Pattern ABOUT_THE_TABLE =
      Pattern.compile(
          "(virtual_server|virtual_server_group|real_server|weight|[ul]threshold"
              + "|lvs_(sched|method)|lb_(algo|kind)|persistence_\\w+|protocol|ip_family|fwmark"
              + "|include[rmwba]?|[sm]h-\\w+|flag-\\w+|[0-9<].*|[0-9A-Fa-f]*:.*|[~@].*)\\b.*");
  private static final Pattern CONDITION = Pattern.compile("@(\\^?)([^ \\t]*)([ \\t]*)(.*)");

  private final Includes includes;
  private final Optional<String> configId;
  private final Notices notices;
  private final Parameters parameters;
  private final Deque<Source> sources = new ArrayDeque<>();
  private int looked;
  private long characters;
  private @Nullable String collecting;
  private List<String> collected = new ArrayList<>();

  /**
   * A reader of files, one after the other.
   *
   * @param configId what {@code @} conditions are compared with
   */
  LineReader(
      List<ConfigFile> files, Includes includes, Optional<String> configId, Notices notices) {
    this.includes = includes;
    this.configId = configId;
    this.notices = notices;
    this.parameters = new Parameters(new StandardParameters(configId));
    files.reversed().forEach(file -> sources.push(source(file)));
  }

  /** The next line that is not empty; none at the end. */
  Optional<Line> next() {
    while (!sources.isEmpty()) {
      Source source = sources.peek();
      if (!source.lines().hasNext()) {
        sources.pop();
        continue;
      }
      Line line = source.lines().next();
      characters += line.text().length();
      if (++looked > MOST_LINES || characters > MOST_CHARACTERS) {
        notices.table(
            origin(line),
            "the reading ends here: there are more than %d lines or %d characters, counting what parameters and includes make."
                .formatted(MOST_LINES, MOST_CHARACTERS));
        sources.clear();
        return Optional.empty();
      }
      source.before().forEach((name, value) -> parameters.define(name, List.of(value)));
      Optional<Line> whole = collecting == null ? said(line) : collect(line);
      if (whole.isPresent()) {
        return whole;
      }
    }
    return Optional.empty();
  }

  private Optional<Line> collect(Line line) {
    String name = collecting;
    boolean goesOn = line.text().endsWith("\\");
    String text = goesOn ? line.text().substring(0, line.text().length() - 1).strip() : line.text();
    if (!text.isEmpty()) {
      collected.add(text);
    }
    if (!goesOn && name != null) {
      parameters.define(name, collected);
      collecting = null;
    }
    return Optional.empty();
  }

  /** Returns what a line comes to in this place: itself with parameters replaced, or nothing. */
  private Optional<Line> said(Line line) {
    String text = line.text();
    for (int i = 0; i < DEEPEST; i++) {
      if (text.startsWith("@")) {
        text = condition(text, line);
      }
      if (text.isEmpty() || isDefinition(text) || isSequence(text, line)) {
        return Optional.empty();
      }
      Optional<Replaced> replaced = parameters.replace(text, includes.directory(line.file()));
      if (replaced.isEmpty()) {
        notices.table(origin(line), "the line is left out: its parameters never come to an end.");
        return Optional.empty();
      }
      tell(replaced.get(), line);
      if (replaced.get().isTorn()) {
        notices.table(
            origin(line),
            "keepalived splits a parameter with blanks in its braces where the line has braces of a block too, and loses what follows; the manifests have it. Put it on a line without them.");
      }
      if (!replaced.get().following().isEmpty()) {
        push(Source.of(replaced.get().following(), line), line);
      }
      if (replaced.get().text().equals(text)) {
        return include(text, line) ? Optional.empty() : Optional.of(with(line, text));
      }
      text = Comments.strip(replaced.get().text());
      characters += text.length();
    }
    return Optional.of(with(line, text));
  }

  /** A value that is not known may make another table, or only another check. */
  private void tell(Replaced replaced, Line line) {
    for (String open : replaced.open()) {
      Origin at = new Origin(line.file(), line.number(), replaced.text());
      if (ABOUT_THE_TABLE.matcher(replaced.text()).matches()) {
        notices.table(at, open);
      } else {
        notices.aside(at, open);
      }
    }
  }

  private String condition(String text, Line line) {
    Matcher condition = CONDITION.matcher(text);
    if (!condition.matches() || condition.group(3).isEmpty()) {
      return "";
    }
    String id = condition.group(2);
    boolean negative = !condition.group(1).isEmpty();
    if (configId.isEmpty()) {
      notices.aside(
          origin(line),
          "the line is for config-id %s%s and %s; give the config-id of the director."
              .formatted(
                  negative ? "other than " : "", id, negative ? "was taken" : "was not taken"));
    }
    boolean taken = configId.filter(id::equals).isPresent() != negative;
    return taken ? condition.group(4) : "";
  }

  private boolean isDefinition(String text) {
    Optional<Definition> definition = Parameters.definition(text);
    if (definition.isEmpty()) {
      return false;
    }
    String value = definition.get().value();
    if (value.endsWith("\\")) {
      collecting = definition.get().name();
      collected = new ArrayList<>();
      String first = value.substring(0, value.length() - 1).strip();
      if (!first.isEmpty()) {
        collected.add(first);
      }
    } else {
      parameters.define(definition.get().name(), value.isEmpty() ? List.of() : List.of(value));
    }
    return true;
  }

  private boolean isSequence(String text, Line line) {
    if (!Sequence.isOne(text)) {
      return false;
    }
    Sequence.read(text, inside -> replaced(inside, line))
        .ifPresentOrElse(
            sequence -> push(Source.of(sequence, line), line),
            () ->
                notices.table(origin(line), "the sequence is left out: it is not one that ends."));
    return true;
  }

  private String replaced(String text, Line line) {
    Optional<Replaced> replaced = parameters.replace(text, includes.directory(line.file()));
    replaced.ifPresent(one -> one.open().forEach(open -> notices.table(origin(line), open)));
    return replaced.map(Replaced::text).orElse(text);
  }

  private boolean include(String text, Line line) {
    Matcher include = INCLUDE.matcher(text);
    if (!include.matches()) {
      return false;
    }
    String pattern = include.group(1).replace("\"", "");
    try {
      List<ConfigFile> files = includes.find(pattern, line.file());
      if (files.isEmpty() && include.group().matches("include[mwa].*")) {
        notices.table(
            origin(line),
            "include %s: there is no such file, and without one keepalived does not start."
                .formatted(pattern));
      } else if (files.isEmpty() && pattern.matches("[^*?\\[{]*")) {
        notices.table(
            origin(line), "include %s: there is no such file, or it is none.".formatted(pattern));
      } else if (files.isEmpty()) {
        notices.aside(origin(line), "include %s: there is no such file.".formatted(pattern));
      }
      for (ConfigFile file : files.reversed()) {
        if (sources.stream().anyMatch(source -> source.file().equals(file.name()))) {
          notices.table(origin(line), "include " + pattern + ": the file includes itself.");
        } else {
          push(source(file), line);
        }
      }
    } catch (IOException e) {
      notices.table(
          origin(line), "include %s: it cannot be read: %s".formatted(pattern, e.getMessage()));
    }
    return true;
  }

  private Source source(ConfigFile file) {
    Source source = Source.of(file);
    if (file.isMarked()
        && !Comments.strip(file.content().lines().findFirst().orElse("")).isEmpty()) {
      notices.table(
          file.first(),
          "a byte order mark stands before it, so keepalived does not know its keyword and passes"
              + " over its block; the manifests have it. Save the file without.");
    }
    return source;
  }

  private void push(Source source, Line line) {
    if (sources.size() > MOST_LINES / DEEPEST) {
      notices.table(origin(line), "the line is left out: parameters and includes are too deep.");
      return;
    }
    sources.push(source);
  }

  private static Line with(Line line, String text) {
    return new Line(text, line.file(), line.number());
  }

  private static Origin origin(Line line) {
    return new Origin(line.file(), line.number(), "");
  }

  /**
   * Source of lines.
   *
   * @param file its name; empty where it is no file
   * @param turns of a sequence: what is defined before each line
   */
  private record Source(String file, Iterator<Line> lines, Iterator<Map<String, String>> turns) {
    static Source of(ConfigFile file) {
      String[] texts = file.content().split("\r?\n", -1);
      List<Line> lines = new ArrayList<>(texts.length);
      for (int i = 0; i < texts.length; i++) {
        String text = texts[i].replaceFirst("(?s)\0.*", ""); // where a C string ends
        lines.add(new Line(Comments.strip(text), file.name(), i + 1));
      }
      return new Source(file.name(), lines.iterator(), List.<Map<String, String>>of().iterator());
    }

    static Source of(List<String> texts, Line at) {
      return new Source(
          "",
          texts.stream().map(text -> with(at, text)).iterator(),
          List.<Map<String, String>>of().iterator());
    }

    static Source of(Sequence sequence, Line at) {
      return new Source(
          "",
          sequence.turns().stream().map(_ -> with(at, sequence.text())).iterator(),
          sequence.turns().iterator());
    }

    Map<String, String> before() {
      return turns.hasNext() ? turns.next() : Map.of();
    }
  }
}
