package dev.lvs.manifest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields that an object may have, read from the record that it becomes.
 *
 * @param constructor the canonical one
 * @param fields by name, in the order of the constructor
 * @param members by name, sorted
 */
record RecordShape(
    Constructor<?> constructor,
    SequencedMap<String, Field> fields,
    SortedMap<String, Member> members) {
  private static final Map<Class<?>, RecordShape> KNOWN = new ConcurrentHashMap<>();

  static RecordShape of(Class<?> type) {
    return KNOWN.computeIfAbsent(type, RecordShape::read);
  }

  private static RecordShape read(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] parameters = new Class<?>[components.length];
    SequencedMap<String, Field> fields = new LinkedHashMap<>();
    SortedMap<String, Member> members = new TreeMap<>();
    try {
      for (int i = 0; i < components.length; i++) {
        Field field = type.getDeclaredField(components[i].getName());
        field.setAccessible(true);
        JsonProperty renamed = field.getAnnotation(JsonProperty.class);
        String name = renamed == null ? field.getName() : renamed.value();
        parameters[i] = field.getType();
        fields.put(name, field);
        members.put(name, Member.of(field));
      }
      Constructor<?> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return new RecordShape(constructor, fields, members);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record has its fields and its constructor", e);
    }
  }

  /**
   * The record that holds these values. A list or map that has none is empty, an int 0, a boolean
   * false.
   *
   * @throws IllegalArgumentException when its constructor refuses them
   */
  Object make(Map<String, Object> values) {
    Object[] arguments = new Object[fields.size()];
    int i = 0;
    for (Map.Entry<String, Field> field : fields.entrySet()) {
      Object value = values.get(field.getKey());
      arguments[i++] = value == null ? absent(field.getValue().getType()) : value;
    }
    return make(arguments);
  }

  /**
   * The record of these values in their order.
   *
   * @throws IllegalArgumentException when its constructor refuses them
   */
  Object make(@Nullable Object[] arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(requireNonNull(e.getCause()).getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record can be made", e);
    }
  }

  private static @Nullable Object absent(Class<?> type) {
    if (type == int.class) {
      return 0;
    }
    if (type == boolean.class) {
      return false;
    }
    return type == List.class ? List.of() : type == Map.class ? Map.of() : null;
  }

  /** The other way round: what {@code made} holds, by name. */
  SequencedMap<String, Object> values(Record made) {
    SequencedMap<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Field> field : fields.entrySet()) {
      Object value = value(field.getValue(), made);
      if (value != null) {
        values.put(field.getKey(), value);
      }
    }
    return values;
  }

  /** Returns what {@code made} holds in one of its fields. */
  static @Nullable Object value(Field field, Record made) {
    try {
      return field.get(made);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the field of a record can be read", e);
    }
  }
}
