package dev.lvs.manifest;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads single values: numbers, switches, choices and texts. */
final class Scalars {
  private static final Set<Tag> NOT_TEXT = Set.of(Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

  private final ManifestFindings findings;

  Scalars(ManifestFindings findings) {
    this.findings = findings;
  }

  /**
   * Returns whether {@code node} says that there is no value, as {@code field:} or {@code field:
   * null}.
   */
  static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  @Nullable Object read(Node node, Member member, String path) {
    if (!(node instanceof ScalarNode scalar)) {
      findings.add(
          node,
          path,
          Flaw.WRONG_TYPE,
          "A single value belongs here; write " + wanted(member) + ".");
      return null;
    }
    return switch (member.form()) {
      case CHOICE -> choice(scalar, member, path);
      case SWITCH -> flag(scalar, path);
      case NUMBER -> number(scalar, member, path);
      case VALUE -> value(scalar, member, path);
      case TEXT -> text(scalar, member, path);
      case OBJECT, SELECTOR, RESOURCE, LIST, MAP ->
          throw new IllegalArgumentException(path + " is no single value");
    };
  }

  private @Nullable Object number(ScalarNode node, Member member, String path) {
    String written = node.getValue();
    if (!node.getTag().equals(Tag.INT) || !DECIMAL.matcher(written).matches()) {
      boolean quoted = node.getTag().equals(Tag.STR) && DECIMAL.matcher(written).matches();
      String remedy = quoted ? "write it without quotes." : "write a whole number.";
      findings.add(
          node, path, Flaw.WRONG_TYPE, "'" + shown(written) + "' is not a number; " + remedy);
      return null;
    }
    long value = Long.parseLong(written);
    if (!member.range().hold(value)) {
      findings.add(
          node,
          path,
          Flaw.WRONG_VALUE,
          "%d is out of range; write %d to %d."
              .formatted(value, member.range().least(), member.range().most()));
      return null;
    }
    if (member.isSmall()) {
      return (int) value;
    }
    return value;
  }

  private @Nullable Object flag(ScalarNode node, String path) {
    if (!node.getTag().equals(Tag.BOOL)) {
      findings.add(
          node,
          path,
          Flaw.WRONG_TYPE,
          "'%s' is not a switch; write true or false.".formatted(shown(node.getValue())));
      return null;
    }
    return Set.of("true", "yes", "on").contains(node.getValue().toLowerCase(Locale.ROOT));
  }

  private @Nullable Object choice(ScalarNode node, Member member, String path) {
    Map<String, Object> choices = member.choices();
    Object choice = choices.get(node.getValue());
    if (choice == null) {
      Optional<String> nearest = NearestName.of(node.getValue(), choices.keySet());
      findings.add(
          node,
          path,
          Flaw.WRONG_VALUE,
          "'%s' is none of %s%s"
              .formatted(
                  shown(node.getValue()),
                  String.join(", ", choices.keySet()),
                  nearest.map(name -> "; write " + name + ".").orElse("; choose one.")));
      return null;
    }
    return choice;
  }

  private @Nullable Object text(ScalarNode node, Member member, String path) {
    String value = node.getValue();
    boolean number = node.getTag().equals(Tag.INT) && member.flags().numberOrText();
    if (NOT_TEXT.contains(node.getTag()) && !number) {
      findings.add(
          node,
          path,
          Flaw.WRONG_TYPE,
          "'%s' is not a text; put it in quotes.".formatted(shown(value)));
      return null;
    }
    return matches(node, value, member, path) ? value : null;
  }

  private boolean matches(ScalarNode node, String value, Member member, String path) {
    Optional<Pattern> pattern = member.pattern();
    if (pattern.isPresent() && !pattern.get().matcher(value).find()) {
      findings.add(
          node,
          path,
          Flaw.WRONG_VALUE,
          "'%s' is not written as it must be; it has to match %s."
              .formatted(shown(value), pattern.get()));
      return false;
    }
    if (!member.size().hold(value.length())) {
      findings.add(
          node,
          path,
          Flaw.WRONG_VALUE,
          "The text has %d characters; write %s.".formatted(value.length(), member.size()));
      return false;
    }
    return true;
  }

  private @Nullable Object value(ScalarNode node, Member member, String path) {
    try {
      return TextValues.parse(member.rawType(), node.getValue());
    } catch (IllegalArgumentException e) {
      findings.add(node, path, Flaw.WRONG_VALUE, e.getMessage() + ".");
      return null;
    }
  }

  private static String wanted(Member member) {
    return switch (member.form()) {
      case SWITCH -> "true or false";
      case NUMBER -> "a number";
      case CHOICE, VALUE, TEXT, OBJECT, SELECTOR, RESOURCE, LIST, MAP -> "a text";
    };
  }

  private static String shown(String value) {
    return value.length() <= 40 ? value : value.substring(0, 40) + "...";
  }
}
