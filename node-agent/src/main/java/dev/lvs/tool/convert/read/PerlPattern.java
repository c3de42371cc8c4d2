package dev.lvs.tool.convert.read;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Translates a regular expression of Perl or PCRE to one of java.util.regex that finds the same.
 *
 * <p>Most of the syntax is the same. Other names are written as Java has them, what means something
 * in a class of Java alone is quoted, and an expression that uses what Java has not is none.
 */
public final class PerlPattern {
  /** Longest expression of a health check. */
  private static final int LONGEST = 1024;

  /** Verbs, recursion, conditions, callouts and other things that Java has not. */
  private static final Pattern FOREIGN =
      Pattern.compile(
          "\\(\\*|\\(\\?(?:R|[0-9]|[+-][0-9]|&|P>|P=|\\||\\(|C|\\?\\{|\\{|#|'|\\^)"
              + "|(?<!\\\\)(?:\\\\\\\\)*\\\\(?:K|g|C|X\\{|N\\{|o\\{)");

  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("alnum", "\\p{Alnum}"),
          Map.entry("alpha", "\\p{Alpha}"),
          Map.entry("ascii", "\\p{ASCII}"),
          Map.entry("blank", "\\p{Blank}"),
          Map.entry("cntrl", "\\p{Cntrl}"),
          Map.entry("digit", "\\p{Digit}"),
          Map.entry("graph", "\\p{Graph}"),
          Map.entry("lower", "\\p{Lower}"),
          Map.entry("print", "\\p{Print}"),
          Map.entry("punct", "\\p{Punct}"),
          Map.entry("space", "\\p{Space}"),
          Map.entry("upper", "\\p{Upper}"),
          Map.entry("word", "\\w"),
          Map.entry("xdigit", "\\p{XDigit}"));

  private static final Pattern CLASS = Pattern.compile("\\[:(\\^?)([a-z]+):]");

  private final String text;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private PerlPattern(String text) {
    this.text = text;
  }

  /** The expression of Java; empty where there is none, or not one that a check may have. */
  public static Optional<String> inJava(String expression) {
    if (expression.isEmpty()
        || expression.length() > LONGEST
        || FOREIGN.matcher(expression).find()) {
      return Optional.empty();
    }
    String translated = new PerlPattern(expression).translated();
    try {
      Pattern.compile(translated);
      return Optional.of(translated).filter(java -> java.length() <= LONGEST);
    } catch (PatternSyntaxException | StackOverflowError _) {
      return Optional.empty();
    }
  }

  private String translated() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\') {
        escape();
      } else if (c == '[') {
        characterClass();
      } else if (text.startsWith("(?P<", at)) {
        out.append("(?<");
        at += 4;
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString();
  }

  private void escape() {
    if (text.startsWith("\\Q", at)) {
      int end = text.indexOf("\\E", at);
      String quoted = text.substring(at + 2, end < 0 ? text.length() : end);
      out.append(quoted.isEmpty() ? "" : Pattern.quote(quoted));
      at = end < 0 ? text.length() : end + 2;
      return;
    }
    out.append(text, at, Math.min(text.length(), at + 2));
    at += 2;
  }

  /** A class, in which Java has unions and intersections that Perl has not. */
  private void characterClass() {
    out.append(text.charAt(at++));
    if (at < text.length() && text.charAt(at) == '^') {
      out.append(text.charAt(at++));
    }
    if (at < text.length() && text.charAt(at) == ']') {
      out.append("\\]");
      at++;
    }
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\') {
        escape();
      } else if (c == '[') {
        bracket();
      } else {
        out.append(c == '&' ? "\\&" : String.valueOf(c));
        at++;
        if (c == ']') {
          return;
        }
      }
    }
  }

  private void bracket() {
    Matcher named = CLASS.matcher(text).region(at, text.length());
    String java = named.lookingAt() ? CLASSES.get(named.group(2)) : null;
    if (java == null) {
      out.append("\\[");
      at++;
      return;
    }
    // \P and \W are the complements
    boolean complement = !named.group(1).isEmpty();
    out.append(
        complement ? "\\" + Character.toUpperCase(java.charAt(1)) + java.substring(2) : java);
    at = named.end();
  }
}
