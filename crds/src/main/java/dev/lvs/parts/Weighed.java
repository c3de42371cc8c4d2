package dev.lvs.parts;

import java.util.List;

/**
 * An item that is never divided between parts.
 *
 * @param key its identity, independent of the rest of its content
 * @param bytes of JSON that it takes
 */
record Weighed<T>(T value, String key, int bytes) {
  /** The items themselves. */
  static <T> List<T> values(List<Weighed<T>> items) {
    return items.stream().map(Weighed::value).toList();
  }

  /** Returns what they take together. */
  static <T> long bytes(List<Weighed<T>> items) {
    return items.stream().mapToLong(Weighed::bytes).sum();
  }

  /** So that keys which differ in one character are far apart. */
  int rank() {
    // the last steps of MurmurHash3
    int hash = key.hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }
}
