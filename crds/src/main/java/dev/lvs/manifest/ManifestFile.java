package dev.lvs.manifest;

/**
 * A file of manifests.
 *
 * @param name as messages are to call it
 */
public record ManifestFile(String name, String text) {
  /** Longest text in characters: 20,000 resources, and still no burden on the heap. */
  public static final int MAX_LENGTH = 8 * 1024 * 1024;
}
