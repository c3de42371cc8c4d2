package dev.lvs.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.lvs.api.v1alpha1.NumberOrText;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The fields that an object may have, read from the record that it becomes.
 *
 * @param members by name
 */
record Shape(SortedMap<String, Member> members) {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private static final Map<Class<?>, Shape> KNOWN = new ConcurrentHashMap<>();

  static Shape of(JavaType type) {
    // not computeIfAbsent with recursion: a shape holds the types of its members, not their shapes
    return KNOWN.computeIfAbsent(type.getRawClass(), _ -> read(type));
  }

  private static Shape read(JavaType type) {
    SortedMap<String, Member> members = new TreeMap<>();
    BeanDescription description = MAPPER.getDeserializationConfig().introspect(type);
    for (BeanPropertyDefinition property : description.findProperties()) {
      if (property.couldDeserialize()) {
        members.put(
            property.getName(),
            new Member(property.getPrimaryType(), field(type, property), false));
      }
    }
    return new Shape(members);
  }

  private static Optional<Field> field(JavaType type, BeanPropertyDefinition property) {
    try {
      return Optional.of(type.getRawClass().getDeclaredField(property.getInternalName()));
    } catch (NoSuchFieldException _) {
      return Optional.empty();
    }
  }

  /** The text by which manifests call an enum constant. */
  static String text(Enum<?> constant) {
    try {
      AnnotatedElement field = constant.getDeclaringClass().getField(constant.name());
      JsonProperty renamed = field.getAnnotation(JsonProperty.class);
      return renamed == null ? constant.name() : renamed.value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("an enum constant is a field", e);
    }
  }

  /**
   * One field of an object.
   *
   * @param declared the field of the record, which has the annotations that the CRD is made from
   * @param isItem whether this is an item of that field, which is a list or a map
   */
  record Member(JavaType type, Optional<Field> declared, boolean isItem) {
    /** The items of this list or map; patterns are theirs, sizes are not. */
    Member item() {
      return new Member(type.getContentType(), declared, true);
    }

    boolean required() {
      return annotation(Required.class).isPresent();
    }

    boolean numberOrText() {
      return annotation(NumberOrText.class).isPresent();
    }

    double min() {
      return annotation(Min.class).map(Min::value).orElse(Double.NEGATIVE_INFINITY);
    }

    double max() {
      return annotation(Max.class).map(Max::value).orElse(Double.POSITIVE_INFINITY);
    }

    Optional<String> pattern() {
      return annotation(Pattern.class).map(Pattern::value);
    }

    /** Whether a list or a text may be that long. */
    boolean fits(long size) {
      return isItem
          || annotation(Size.class).map(s -> s.min() <= size && size <= s.max()).orElse(true);
    }

    String bounds() {
      return annotation(Size.class)
          .map(s -> (s.min() == 0 ? "at most " : s.min() + " to ") + s.max())
          .orElse("");
    }

    private <A extends Annotation> Optional<A> annotation(Class<A> kind) {
      return declared.map(field -> field.getAnnotation(kind));
    }
  }
}
