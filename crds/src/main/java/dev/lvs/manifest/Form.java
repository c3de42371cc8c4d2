package dev.lvs.manifest;

import dev.lvs.ipvs.Protocol;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Map;

/** Syntactic form of a value. */
enum Form {
  /** Fields, which become a record. */
  OBJECT,
  /** Fields, which become a {@link LabelSelector}. */
  SELECTOR,
  /** A manifest within another value. */
  RESOURCE,
  LIST,
  MAP,
  TEXT,
  NUMBER,
  /** true or false. */
  SWITCH,
  /** One of some texts. */
  CHOICE,
  /** A text that its type reads, such as 5m or 192.0.2.1. */
  VALUE;

  /** Returns how values of {@code type} are written. */
  static Form of(Class<?> type) {
    if (type.isEnum() || type == Protocol.class) {
      return CHOICE;
    }
    if (type == String.class) {
      return TEXT;
    }
    if (type == Boolean.class || type == boolean.class) {
      return SWITCH;
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return NUMBER;
    }
    if (type == List.class) {
      return LIST;
    }
    if (type == Map.class) {
      return MAP;
    }
    if (TextValues.contains(type)) {
      return VALUE;
    }
    if (type == LabelSelector.class) {
      return SELECTOR;
    }
    return HasMetadata.class.isAssignableFrom(type) ? RESOURCE : OBJECT;
  }
}
