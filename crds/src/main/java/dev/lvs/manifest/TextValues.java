package dev.lvs.manifest;

import static java.util.Objects.requireNonNull;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Seconds;
import dev.lvs.api.v1alpha1.TimeSpan;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/** Parsers of the types whose values are one text each; {@code toString} writes it. */
final class TextValues {
  private static final Map<Class<?>, Function<String, ?>> READERS =
      Map.of(
          Seconds.class, Seconds::parse,
          TimeSpan.class, TimeSpan::parse,
          IpAddress.class, IpAddress::parseAny,
          ServiceKey.class, ServiceKey::parse,
          VipPorts.class, VipPorts::parse,
          ResourceName.class, ResourceName::parse,
          Instant.class, TextValues::time);

  private TextValues() {}

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException _) {
      throw new IllegalArgumentException("'" + text + "' is no time; write 2026-12-01T04:00:00Z");
    }
  }

  /** Returns whether fields of {@code type} hold such values. */
  static boolean contains(Class<?> type) {
    return READERS.containsKey(type);
  }

  /**
   * The value that {@code text} is.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  static Object parse(Class<?> type, String text) {
    return requireNonNull(READERS.get(type)).apply(text);
  }

  /** Returns whether {@code value} is one of these; its text is what {@code toString} gives. */
  static boolean isOne(Object value) {
    return value instanceof ServiceKey || READERS.containsKey(value.getClass());
  }
}
