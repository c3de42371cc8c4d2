package dev.lvs.tool.convert.keepalived;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters that are defined so far: {@code $NAME=value}. */
final class Parameters {
  /** Longest line in characters; keepalived's own limit is 1,024. */
  static final int LONGEST = 16_384;

  /** Most replacements in a line, by which a parameter that contains itself is found out. */
  private static final int MOST_REPLACEMENTS = 1_000;

  private static final Pattern DEFINITION =
      Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)=[ \\t]*(.*)", Pattern.DOTALL);
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$(?:\\{(?<braced>[A-Za-z_][A-Za-z0-9_]*)(?<arguments>(?:[ \\t]+[A-Za-z0-9_]+)*)}"
              + "|(?<plain>[A-Za-z_][A-Za-z0-9_]*)(?=[ \\t,)]|$))");

  private final Map<String, List<String>> lines = new HashMap<>();

  /** Parameters that contain themselves: they are not tried again with each line. */
  private final Set<String> endless = new HashSet<>();

  private final StandardParameters standard;

  Parameters(StandardParameters standard) {
    this.standard = standard;
  }

  /** A line {@code $NAME=value}, taken apart. */
  record Definition(String name, String value) {}

  /**
   * A line in which parameters are replaced.
   *
   * @param following the further lines of a parameter of several lines
   * @param open warnings about values that are not known
   * @param isTorn whether keepalived, which splits lines at braces first, splits one of the
   *     parameters
   */
  record Replaced(String text, List<String> following, List<String> open, boolean isTorn) {}

  /** Value that replaces one parameter. */
  private record Value(List<String> lines, Optional<String> open) {
    String first() {
      return lines.isEmpty() ? "" : lines.getFirst();
    }
  }

  static Optional<Definition> definition(String line) {
    Matcher matcher = DEFINITION.matcher(line);
    return matcher.matches()
        ? Optional.of(new Definition(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  void define(String name, List<String> value) {
    List<String> now = List.copyOf(value);
    if (!now.equals(lines.put(name, now))) {
      endless.clear();
    }
  }

  /**
   * Replaces what is defined; the value's own parameters are replaced too, by what they are now.
   *
   * @param directory of the file that is read
   * @return empty where that comes to no end
   */
  Optional<Replaced> replace(String line, String directory) {
    String text = line;
    List<String> open = new ArrayList<>();
    String last = "";
    boolean isTorn = false;
    int from = 0;
    for (int i = 0; i < MOST_REPLACEMENTS && text.length() <= LONGEST; i++) {
      Matcher matcher = REFERENCE.matcher(text);
      Optional<Value> found = Optional.empty();
      while (found.isEmpty() && matcher.find(from)) {
        found = value(matcher, matcher.end() == text.length(), directory);
        if (found.isPresent()) {
          last = name(matcher);
          if (endless.contains(last)) {
            return Optional.empty();
          }
        }
        from = matcher.start() + (found.isEmpty() ? 1 : 0);
      }
      if (found.isEmpty()) {
        return Optional.of(new Replaced(text, List.of(), open, isTorn));
      }
      isTorn = isTorn || isTorn(text, matcher);
      Value value = found.get();
      value.open().ifPresent(open::add);
      text = text.substring(0, matcher.start()) + value.first() + text.substring(matcher.end());
      if (value.lines().size() > 1) {
        return Optional.of(
            new Replaced(text, value.lines().subList(1, value.lines().size()), open, isTorn));
      }
    }
    if (containsItself(last)) {
      endless.add(last);
    }
    return Optional.empty();
  }

  /** Returns whether braces with blanks between them stand beside those of a block. */
  private static boolean isTorn(String text, Matcher reference) {
    String braced = reference.group("braced");
    String beside = text.substring(0, reference.start()) + " " + text.substring(reference.end());
    return braced != null
        && !reference.group("arguments").isEmpty()
        && REFERENCE.matcher(beside).replaceAll("").matches(".*[{}].*");
  }

  /** Returns whether the value of a parameter names it, by itself or through others. */
  private boolean containsItself(String parameter) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(parameter));
    while (!open.isEmpty()) {
      for (String line : lines.getOrDefault(open.pop(), List.of())) {
        Matcher matcher = REFERENCE.matcher(line);
        while (matcher.find()) {
          if (seen.add(name(matcher))) {
            open.push(name(matcher));
          }
        }
      }
    }
    return seen.contains(parameter);
  }

  private static String name(Matcher reference) {
    String braced = reference.group("braced");
    return braced == null ? reference.group("plain") : braced;
  }

  private Optional<Value> value(Matcher reference, boolean atEnd, String directory) {
    String braced = reference.group("braced");
    String name = name(reference);
    String text = braced == null ? "" : reference.group("arguments").strip();
    List<String> arguments = text.isEmpty() ? List.of() : List.of(text.split("[ \\t]+", -1));
    List<String> defined = lines.get(name);
    if (defined != null) {
      // several lines can only stand at the end of a line
      return arguments.isEmpty() && (defined.size() <= 1 || atEnd)
          ? Optional.of(new Value(defined, Optional.empty()))
          : Optional.empty();
    }
    return standard
        .value(name, arguments, directory)
        .map(value -> new Value(List.of(value.text()), value.open()));
  }
}
