package dev.lvs.manifest;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
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

  static Shape of(Class<?> type) {
    return of(MAPPER.constructType(type));
  }

  static Shape of(JavaType type) {
    return KNOWN.computeIfAbsent(type.getRawClass(), _ -> read(type));
  }

  private static Shape read(JavaType type) {
    SortedMap<String, Member> members = new TreeMap<>();
    BeanDescription description = MAPPER.getDeserializationConfig().introspect(type);
    for (BeanPropertyDefinition property : description.findProperties()) {
      if (property.couldDeserialize()) {
        members.put(
            property.getName(), Member.of(property.getPrimaryType(), field(type, property)));
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
}
