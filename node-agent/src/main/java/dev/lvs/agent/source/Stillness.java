package dev.lvs.agent.source;

import dev.lvs.agent.source.ManifestFiles.Content;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds files of a folder that are still being written (debouncing): an editor removes a file for a
 * moment, a checkout all of them, and a slow writer leaves half of one.
 *
 * <p>A file that changed, came or went is not finished until the whole folder has been still for a
 * while. A folder that is never still does not delay that for ever.
 */
final class Stillness {
  /** Time for which nothing may have changed. */
  static final Duration QUIET = Duration.ofMillis(1500);

  /** Longest time that a file counts as unfinished, whatever happens around it. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Duration quiet;
  private final LongSupplier nanos;
  private final Map<String, Long> changed = new HashMap<>();
  private SortedMap<Path, Content> seen = new TreeMap<>();
  private long last;

  /**
   * A folder that was not looked at yet.
   *
   * @param quiet none: every file counts as finished
   * @param nanos a clock that only goes forward, in nanoseconds
   */
  Stillness(Duration quiet, LongSupplier nanos) {
    this.quiet = quiet;
    this.nanos = nanos;
  }

  /**
   * Takes note of what the first look found.
   *
   * @param former the files that something is known of from before: whether they, or others that
   *     took their place, changed lately nobody can tell
   */
  void begin(SortedMap<Path, Content> found, Set<String> former) {
    long now = nanos.getAsLong();
    last = now;
    if (!former.isEmpty()) {
      former.forEach(file -> note(file, now));
      found.keySet().forEach(path -> note(path.toString(), now));
    }
    settle(found);
  }

  /** Takes note of what another look found. */
  void look(SortedMap<Path, Content> found) {
    Set<Path> all = new HashSet<>(found.keySet());
    all.addAll(seen.keySet());
    for (Path path : all) {
      if (!isSame(seen.get(path), found.get(path))) {
        note(path.toString(), nanos.getAsLong());
      }
    }
    settle(found);
  }

  private void settle(SortedMap<Path, Content> found) {
    long now = nanos.getAsLong();
    seen = found;
    if (isStill()) {
      changed.clear();
    }
    changed.values().removeIf(since -> now - since >= LONGEST.toNanos());
  }

  /** Returns whether nothing has changed for a while, as far as it was looked at. */
  boolean isStill() {
    return nanos.getAsLong() - last >= quiet.toNanos();
  }

  /** The files that may not be finished, by name. */
  Set<String> unfinished() {
    return Set.copyOf(changed.keySet());
  }

  /** When to look again, to find that all are finished; empty when they are. */
  Optional<Duration> left() {
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, last + quiet.toNanos() - nanos.getAsLong())));
  }

  private void note(String file, long now) {
    changed.putIfAbsent(file, now);
    last = now;
  }

  private static boolean isSame(@Nullable Content one, @Nullable Content other) {
    return one == null ? other == null : other != null && other.saysTheSameAs(one);
  }
}
