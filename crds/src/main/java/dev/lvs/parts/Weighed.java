package dev.lvs.parts;

/**
 * Something that stands in one part as a whole.
 *
 * @param key what it is told apart by, whatever else it says
 * @param bytes of JSON that it takes
 */
record Weighed<T>(T value, String key, int bytes) {
  /** So that keys which differ in one character are far apart. */
  int rank() {
    // the last steps of MurmurHash3
    int hash = key.hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }
}
