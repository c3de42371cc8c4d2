package dev.lvs.agent.source;

import dev.lvs.agent.log.Folding;
import dev.lvs.agent.source.ManifestCompiler.Compiled;
import dev.lvs.agent.source.ManifestCompiler.Result;
import dev.lvs.agent.source.ManifestCompiler.Silent;
import dev.lvs.agent.source.ManifestFiles.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thread that reads a directory of manifests and compiles them again and again.
 *
 * <p>An error in a manifest is logged once, with file and line. A file system that does not answer
 * blocks this thread and no other.
 */
final class DirectoryReading implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryReading.class);

  /** Interval of looks where nothing tells of a change. */
  private static final Duration POLL = Duration.ofSeconds(1);

  /** Longest wait of the end for the thread, which may be held up. */
  private static final Duration FAREWELL = Duration.ofMillis(500);

  private final ManifestFiles files;
  private final DirectoryWatch watch;
  private final Supplier<ManifestCompiler> newCompiler;
  private final Stillness stillness;
  private volatile Consumer<Found> taker = _ -> {};
  private volatile boolean closed;
  private @Nullable ManifestCompiler compiler;
  private Set<String> said = Set.of();

  /** Whether the folder was still when it was compiled last. */
  private boolean wasStill;

  private Optional<Silent> trouble = Optional.empty();
  private volatile @Nullable Thread thread;
  private volatile Optional<Long> busySince = Optional.empty();

  /**
   * Result of one look at the directory.
   *
   * @param lastGood versions used from now on in the place of wrong manifests, where there are any
   */
  record Found(Result result, Optional<LastGood> lastGood) {}

  /**
   * A thread that does not run yet.
   *
   * @param newCompiler called by the thread, with its first look
   */
  DirectoryReading(
      ManifestFiles files,
      DirectoryWatch watch,
      Supplier<ManifestCompiler> newCompiler,
      Stillness stillness) {
    this.files = files;
    this.watch = watch;
    this.newCompiler = newCompiler;
    this.stillness = stillness;
  }

  /**
   * Starts the thread, if it was not started yet.
   *
   * @param found called by the thread
   */
  void begin(Consumer<Found> found) {
    if (thread == null) {
      taker = found;
      thread = Thread.ofPlatform().name("lvs-manifests").daemon().start(this::run);
    }
  }

  /** Returns what to say where a look takes longer than it should. */
  Optional<String> isSlow(Duration longest) {
    return busySince
        .filter(since -> System.nanoTime() - since > longest.toNanos())
        .map(
            _ ->
                "is read and compiled for more than %d s now; see whether its file system answers"
                    .formatted(longest.toSeconds()));
  }

  @Override
  public void close() {
    closed = true;
    watch.close();
    Thread running = thread;
    try {
      if (running != null && !running.join(FAREWELL)) {
        running.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed) {
        boolean quiet = !look();
        Duration pause = stillness.left().filter(left -> left.compareTo(POLL) < 0).orElse(POLL);
        if (quiet && compiler != null && stillness.left().isEmpty()) {
          compiler.rest();
        }
        watch.await(pause);
      }
    } catch (InterruptedException _) {
      LOG.debug("interrupted while waiting for a change of a manifest");
    }
  }

  /** Looks once; false where there is nothing new. */
  private boolean look() {
    busySince = Optional.of(System.nanoTime());
    try {
      Optional<Found> found = find();
      found.ifPresent(this::give);
      return found.isPresent();
    } catch (RuntimeException e) {
      if (closed) {
        return false;
      }
      // a defect: the thread goes on, with the next change at the latest
      LOG.error("The manifests cannot be compiled, which is a defect of this program.", e);
      give(new Found(new Silent("cannot be compiled: " + e, List.of()), Optional.empty()));
      return true;
    } finally {
      busySince = Optional.empty();
    }
  }

  private void give(Found found) {
    // from here on it is not slow any more
    busySince = Optional.empty();
    if (!closed) {
      taker.accept(found);
    }
  }

  private Optional<Found> find() {
    boolean first = compiler == null;
    ManifestCompiler compiler = compiler();
    SortedMap<Path, Content> found;
    try {
      found = files.look();
    } catch (IOException e) {
      if (!first || compiler.known().isEmpty()) {
        return trouble(new Silent("cannot be read: " + ManifestFiles.reason(e), List.of()));
      }
      // as for any other folder that holds nothing: what was known is the plan to begin with
      found = Collections.emptySortedMap();
    }
    if (first) {
      stillness.begin(found, compiler.known());
    } else {
      stillness.look(found);
    }
    Set<String> unfinished = stillness.unfinished();
    boolean settled = stillness.isStill() && !wasStill && !compiler.isSure();
    if (!first && trouble.isEmpty() && !settled && !compiler.isNews(found, unfinished)) {
      return Optional.empty();
    }
    wasStill = stillness.isStill();
    trouble = Optional.empty();
    Result result = compiler.compile(found, unfinished, wasStill);
    say(result);
    Optional<LastGood> lastGood =
        result instanceof Compiled compiled && compiled.isSure()
            ? Optional.of(compiler.lastGood())
            : Optional.empty();
    return Optional.of(new Found(result, lastGood));
  }

  /** Said once. */
  private Optional<Found> trouble(Silent silent) {
    if (trouble.equals(Optional.of(silent))) {
      return Optional.empty();
    }
    trouble = Optional.of(silent);
    return Optional.of(new Found(silent, Optional.empty()));
  }

  private ManifestCompiler compiler() {
    ManifestCompiler known = compiler;
    if (known == null) {
      known = newCompiler.get();
      compiler = known;
    }
    return known;
  }

  private void say(Result result) {
    List<String> problems =
        switch (result) {
          case Compiled(var _, var all, var _, var _) -> all;
          case Silent(var _, var all) -> all;
        };
    List<String> notes = result instanceof Compiled compiled ? compiled.notes() : List.of();
    Folding.fold(problems.stream().filter(line -> !said.contains(line)).toList())
        .forEach(LOG::warn);
    Folding.fold(notes.stream().filter(line -> !said.contains(line)).toList()).forEach(LOG::info);
    said = new HashSet<>(problems);
    said.addAll(notes);
  }
}
