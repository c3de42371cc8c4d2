package dev.lvs.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lvs.api.v1alpha1.NumberOrText;
import dev.lvs.ipvs.Protocol;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * Schema of one value in a manifest: the type, and the bounds that the CRD has too. Created once
 * per field of a record, and immutable.
 *
 * @param choices of a choice: what each text of it means
 * @param pattern that a text must have
 * @param range of a number
 * @param size of a list, or of a text
 * @param flags of the field
 */
record Member(
    Type type,
    Form form,
    SequencedMap<String, Object> choices,
    Optional<Pattern> pattern,
    Bounds range,
    Bounds size,
    Flags flags) {

  /** Minimum and maximum, both inclusive. */
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
   * Boolean properties of a field.
   *
   * @param numberOrText whether a number may stand for the text of its digits
   */
  record Flags(boolean required, boolean numberOrText) {}

  /** The member that {@code field} of a record makes. */
  static Member of(Field field) {
    return new Member(
        field.getGenericType(),
        Form.of(field.getType()),
        choices(field.getType()),
        annotation(field, io.fabric8.generator.annotation.Pattern.class)
            .map(pattern -> Pattern.compile(pattern.value())),
        new Bounds(
            annotation(field, Min.class)
                .map(min -> (long) min.value())
                .orElse(least(field.getType())),
            annotation(field, Max.class)
                .map(max -> (long) max.value())
                .orElse(most(field.getType()))),
        annotation(field, Size.class).map(s -> new Bounds(s.min(), s.max())).orElse(Bounds.NONE),
        new Flags(
            field.isAnnotationPresent(Required.class),
            field.isAnnotationPresent(NumberOrText.class)));
  }

  /** The items of this list or map; patterns are theirs, sizes are not. */
  Member item() {
    Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
    // of a list the only one, of a map the second
    Class<?> content = (Class<?>) arguments[arguments.length - 1];
    return new Member(
        content,
        Form.of(content),
        choices(content),
        pattern,
        new Bounds(least(content), most(content)),
        Bounds.NONE,
        new Flags(false, flags.numberOrText()));
  }

  /** The class of a value that is no list and no map. */
  Class<?> rawType() {
    return (Class<?>) type;
  }

  /** Returns whether a number has 32 bits and not 64. */
  boolean isSmall() {
    return isSmall(rawType());
  }

  static boolean isSmall(Class<?> type) {
    return type == int.class || type == Integer.class;
  }

  private static long least(Class<?> type) {
    return isSmall(type) ? Integer.MIN_VALUE : Long.MIN_VALUE;
  }

  private static long most(Class<?> type) {
    return isSmall(type) ? Integer.MAX_VALUE : Long.MAX_VALUE;
  }

  private static SequencedMap<String, Object> choices(Class<?> type) {
    SequencedMap<String, Object> choices = new LinkedHashMap<>();
    if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        choices.put(text((Enum<?>) constant), constant);
      }
    }
    if (type == Protocol.class) {
      Protocol.NAMED.forEach(protocol -> choices.put(protocol.toString(), protocol));
    }
    return choices;
  }

  /** The text by which manifests call an enum constant. */
  static String text(Enum<?> constant) {
    try {
      JsonProperty renamed =
          constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
      return renamed == null ? constant.name() : renamed.value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("an enum constant is a field", e);
    }
  }

  private static <A extends Annotation> Optional<A> annotation(Field field, Class<A> kind) {
    return Optional.ofNullable(field.getAnnotation(kind));
  }
}
