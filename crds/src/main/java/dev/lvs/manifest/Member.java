package dev.lvs.manifest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JavaType;
import dev.lvs.api.v1alpha1.NumberOrText;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What may stand in one place of a manifest: the type, and the bounds that the CRD has too. Made
 * once per field of a record and then only read.
 *
 * @param pattern that a text must have
 * @param range of a number
 * @param size of a list, or of a text
 * @param flags of the field
 */
record Member(
    JavaType type,
    Form form,
    List<String> choices,
    Optional<Pattern> pattern,
    Bounds range,
    Bounds size,
    Flags flags) {

  /** How a value is written. */
  enum Form {
    OBJECT,
    LIST,
    MAP,
    TEXT,
    NUMBER,
    /** true or false. */
    SWITCH,
    /** One of some texts. */
    CHOICE,
    /** An object written as one text, such as a length of time. */
    SPELT
  }

  /** Least and most, both allowed. */
  record Bounds(long least, long most) {
    static final Bounds NONE = new Bounds(Long.MIN_VALUE, Long.MAX_VALUE);

    boolean hold(long value) {
      return least <= value && value <= most;
    }

    @Override
    public String toString() {
      return least <= 0 ? "at most " + most : least + " to " + most;
    }
  }

  /**
   * Yes or no of a field.
   *
   * @param numberOrText whether a number may stand for the text of its digits
   */
  record Flags(boolean required, boolean numberOrText) {}

  /** The member that {@code field} of a record makes; none for a member of a foreign class. */
  static Member of(JavaType type, Optional<Field> field) {
    Form form = form(type);
    return new Member(
        type,
        form,
        form == Form.CHOICE ? choices(type) : List.of(),
        annotation(field, io.fabric8.generator.annotation.Pattern.class)
            .map(pattern -> Pattern.compile(pattern.value())),
        range(type, field),
        annotation(field, Size.class).map(s -> new Bounds(s.min(), s.max())).orElse(Bounds.NONE),
        new Flags(
            annotation(field, Required.class).isPresent(),
            annotation(field, NumberOrText.class).isPresent()));
  }

  /** The items of this list or map; patterns are theirs, sizes are not. */
  Member item() {
    JavaType content = type.getContentType();
    Form contentForm = form(content);
    return new Member(
        content,
        contentForm,
        contentForm == Form.CHOICE ? choices(content) : List.of(),
        pattern,
        range(content, Optional.empty()),
        Bounds.NONE,
        new Flags(false, flags.numberOrText()));
  }

  private static Form form(JavaType type) {
    Class<?> raw = type.getRawClass();
    if (type.isEnumType()) {
      return Form.CHOICE;
    }
    if (raw == String.class) {
      return Form.TEXT;
    }
    if (raw == Boolean.class || raw == boolean.class) {
      return Form.SWITCH;
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(raw)) {
      return Form.NUMBER;
    }
    if (type.isCollectionLikeType()) {
      return Form.LIST;
    }
    if (type.isMapLikeType()) {
      return Form.MAP;
    }
    boolean spelt =
        Arrays.stream(raw.getDeclaredMethods())
            .anyMatch(method -> method.isAnnotationPresent(JsonCreator.class));
    return spelt ? Form.SPELT : Form.OBJECT;
  }

  private static Bounds range(JavaType type, Optional<Field> field) {
    boolean small = type.hasRawClass(int.class) || type.hasRawClass(Integer.class);
    long least = small ? Integer.MIN_VALUE : Long.MIN_VALUE;
    long most = small ? Integer.MAX_VALUE : Long.MAX_VALUE;
    return new Bounds(
        annotation(field, Min.class).map(min -> (long) min.value()).orElse(least),
        annotation(field, Max.class).map(max -> (long) max.value()).orElse(most));
  }

  private static List<String> choices(JavaType type) {
    return Arrays.stream(type.getRawClass().getEnumConstants())
        .map(constant -> text((Enum<?>) constant))
        .toList();
  }

  /** The text by which manifests call an enum constant. */
  private static String text(Enum<?> constant) {
    try {
      JsonProperty renamed =
          constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
      return renamed == null ? constant.name() : renamed.value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("an enum constant is a field", e);
    }
  }

  private static <A extends Annotation> Optional<A> annotation(
      Optional<Field> field, Class<A> kind) {
    return field.map(f -> f.getAnnotation(kind));
  }
}
