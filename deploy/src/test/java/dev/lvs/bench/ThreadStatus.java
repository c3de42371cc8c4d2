package dev.lvs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Status of a thread, from /proc. */
final class ThreadStatus {
  private ThreadStatus() {}

  /** Returns whether its status has this line; not where it has ended in the meantime. */
  static boolean says(Path thread, String line) {
    try {
      return Files.readAllLines(thread.resolve("status")).contains(line);
    } catch (IOException ended) {
      return false;
    }
  }
}
