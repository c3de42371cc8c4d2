package dev.lvs.manifest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lvs.manifest.Shape.Member;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads single values: numbers, switches, choices and texts. */
final class Scalars {
  private static final Set<Tag> NOT_TEXT = Set.of(Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

  private final Findings findings;

  Scalars(Findings findings) {
    this.findings = findings;
  }

  /** Whether values of {@code type} are single values. */
  static boolean areOf(JavaType type) {
    return type.isPrimitive()
        || type.isEnumType()
        || type.hasRawClass(String.class)
        || type.hasRawClass(Boolean.class)
        || Number.class.isAssignableFrom(type.getRawClass())
        || isSpelt(type);
  }

  /** Whether {@code node} says that there is no value, as {@code field:} or {@code field: null}. */
  static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  @Nullable JsonNode read(Node node, Member member, String path) {
    if (!(node instanceof ScalarNode scalar)) {
      findings.add(
          node,
          path,
          Flaw.WRONG_TYPE,
          "A single value belongs here; write " + wanted(member.type()) + ".");
      return null;
    }
    JavaType type = member.type();
    if (type.isEnumType()) {
      return choice(scalar, type, path);
    }
    if (type.hasRawClass(Boolean.class) || type.hasRawClass(boolean.class)) {
      return flag(scalar, path);
    }
    if (type.hasRawClass(String.class)) {
      return text(scalar, member, path);
    }
    return isSpelt(type) ? spelt(scalar, type, path) : number(scalar, member, path);
  }

  private @Nullable JsonNode number(ScalarNode node, Member member, String path) {
    String written = node.getValue();
    if (!node.getTag().equals(Tag.INT) || !written.matches("-?(0|[1-9][0-9]{0,17})")) {
      boolean quoted = node.getTag().equals(Tag.STR) && written.matches("[0-9]+");
      String remedy = quoted ? "write it without quotes." : "write a whole number.";
      findings.add(
          node, path, Flaw.WRONG_TYPE, "'" + shown(written) + "' is not a number; " + remedy);
      return null;
    }
    long value = Long.parseLong(written);
    boolean small =
        member.type().hasRawClass(int.class) || member.type().hasRawClass(Integer.class);
    long min = Math.max((long) member.min(), small ? Integer.MIN_VALUE : Long.MIN_VALUE);
    long max = Math.min((long) member.max(), small ? Integer.MAX_VALUE : Long.MAX_VALUE);
    if (value < min || value > max) {
      findings.add(
          node,
          path,
          Flaw.WRONG_VALUE,
          "%d is out of range; write %d to %d.".formatted(value, min, max));
      return null;
    }
    return LongNode.valueOf(value);
  }

  private @Nullable JsonNode flag(ScalarNode node, String path) {
    if (!node.getTag().equals(Tag.BOOL)) {
      findings.add(
          node,
          path,
          Flaw.WRONG_TYPE,
          "'%s' is not a switch; write true or false.".formatted(shown(node.getValue())));
      return null;
    }
    return BooleanNode.valueOf(
        Set.of("true", "yes", "on").contains(node.getValue().toLowerCase(Locale.ROOT)));
  }

  private @Nullable JsonNode choice(ScalarNode node, JavaType type, String path) {
    List<String> choices =
        Arrays.stream(type.getRawClass().getEnumConstants())
            .map(constant -> Shape.text((Enum<?>) constant))
            .toList();
    if (!choices.contains(node.getValue())) {
      Optional<String> nearest = NearestName.of(node.getValue(), choices);
      findings.add(
          node,
          path,
          Flaw.WRONG_VALUE,
          "'%s' is none of %s%s"
              .formatted(
                  shown(node.getValue()),
                  String.join(", ", choices),
                  nearest.map(name -> "; write " + name + ".").orElse("; choose one.")));
      return null;
    }
    if (!node.getTag().equals(Tag.STR)) {
      // "Off" without quotes is false to YAML 1.1, and so to kubectl
      String taken = node.getTag().equals(Tag.BOOL) ? "switch" : "number";
      findings.add(
          node,
          path,
          Flaw.WRONG_TYPE,
          "YAML takes %s for a %s; put it in quotes.".formatted(node.getValue(), taken));
      return null;
    }
    return TextNode.valueOf(node.getValue());
  }

  private @Nullable JsonNode text(ScalarNode node, Member member, String path) {
    String value = node.getValue();
    boolean number = node.getTag().equals(Tag.INT) && member.numberOrText();
    if (NOT_TEXT.contains(node.getTag()) && !number) {
      findings.add(
          node,
          path,
          Flaw.WRONG_TYPE,
          "'%s' is not a text; put it in quotes.".formatted(shown(value)));
      return null;
    }
    return matches(node, value, member, path) ? TextNode.valueOf(value) : null;
  }

  private boolean matches(ScalarNode node, String value, Member member, String path) {
    Optional<String> pattern = member.pattern();
    if (pattern.isPresent()
        && !java.util.regex.Pattern.compile(pattern.get()).matcher(value).find()) {
      findings.add(
          node,
          path,
          Flaw.WRONG_VALUE,
          "'%s' is not written as it must be; it has to match %s."
              .formatted(shown(value), pattern.get()));
      return false;
    }
    if (!member.fits(value.length())) {
      findings.add(
          node,
          path,
          Flaw.WRONG_VALUE,
          "The text has %d characters; write %s.".formatted(value.length(), member.bounds()));
      return false;
    }
    return true;
  }

  private @Nullable JsonNode spelt(ScalarNode node, JavaType type, String path) {
    JsonNode text = TextNode.valueOf(node.getValue());
    try {
      Shape.MAPPER.convertValue(text, type);
      return text;
    } catch (IllegalArgumentException e) {
      findings.add(node, path, Flaw.WRONG_VALUE, said(e) + ".");
      return null;
    }
  }

  private static String said(Throwable problem) {
    Throwable cause = problem;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /** Whether {@code type} is an object that is written as one text, such as a length of time. */
  private static boolean isSpelt(JavaType type) {
    return Arrays.stream(type.getRawClass().getDeclaredMethods())
        .anyMatch(method -> method.isAnnotationPresent(JsonCreator.class));
  }

  private static String wanted(JavaType type) {
    if (type.hasRawClass(String.class) || type.isEnumType() || isSpelt(type)) {
      return "a text";
    }
    return type.hasRawClass(Boolean.class) ? "true or false" : "a number";
  }

  private static String shown(String value) {
    return value.length() <= 40 ? value : value.substring(0, 40) + "...";
  }
}
