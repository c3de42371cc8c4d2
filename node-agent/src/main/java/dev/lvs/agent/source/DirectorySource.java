package dev.lvs.agent.source;

import dev.lvs.agent.source.DirectoryReading.Found;
import dev.lvs.agent.source.ManifestCompiler.Compiled;
import dev.lvs.agent.source.ManifestCompiler.Result;
import dev.lvs.agent.source.ManifestCompiler.Silent;
import dev.lvs.agent.source.PlanNews.Removals;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the plan from the manifests of a directory, and watches them, on a thread of its own
 * ({@link DirectoryReading}), so that the agent's loop waits for no file system and no compiler.
 *
 * <p>Nothing is read before {@link #begin}, when the caller holds the lock of the state directory.
 */
public final class DirectorySource implements PlanSource {
  /** Time that reading and compiling may take before that is said. */
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Path directory;
  private final Optional<LastGoodFile> memory;
  private final DirectoryReading reading;
  private final Object writing = new Object();
  private volatile Consumer<PlanNews> taker = _ -> {};
  private Optional<PlanNews> said = Optional.empty();
  private Optional<NodePlanSpec> last = Optional.empty();
  private long generation;

  /** Last good versions that are not in the memory yet. */
  private final AtomicReference<@Nullable Unwritten> unwritten = new AtomicReference<>();

  /** Last good versions to be written to disk once the plan of these news has been carried out. */
  private record Unwritten(PlanNews news, LastGood lastGood) {}

  /**
   * A source that has not looked yet, and has no other memory than its own.
   *
   * @param directory need not be there yet
   */
  public DirectorySource(Path directory, String node) {
    this(directory, node, false);
  }

  /**
   * The same.
   *
   * @param localChecks whether health checks may look at files and run programs
   */
  public DirectorySource(Path directory, String node, boolean localChecks) {
    this(
        directory,
        reading(directory, node, Optional.empty(), localChecks, Stillness.QUIET),
        Optional.empty());
  }

  /**
   * A source that goes on from where another one ended.
   *
   * @param memory read with the first look, written when the plan that it led to was seen to
   * @param localChecks whether health checks may look at files and run programs
   */
  public DirectorySource(Path directory, String node, LastGoodFile memory, boolean localChecks) {
    this(
        directory,
        reading(directory, node, Optional.of(memory), localChecks, Stillness.QUIET),
        Optional.of(memory));
  }

  DirectorySource(Path directory, DirectoryReading reading, Optional<LastGoodFile> memory) {
    this.directory = directory;
    this.reading = reading;
    this.memory = memory;
  }

  /** A source for whoever looks once and takes the files for finished. */
  public static DirectorySource now(
      Path directory, String node, LastGoodFile memory, boolean localChecks) {
    return new DirectorySource(
        directory,
        reading(directory, node, Optional.of(memory), localChecks, Duration.ZERO),
        Optional.of(memory));
  }

  private static DirectoryReading reading(
      Path directory,
      String node,
      Optional<LastGoodFile> memory,
      boolean localChecks,
      Duration quiet) {
    return new DirectoryReading(
        new ManifestFiles(directory),
        new DirectoryWatch(directory),
        () ->
            new ManifestCompiler(
                node, memory.map(LastGoodFile::read).orElseGet(LastGood::none), localChecks),
        new Stillness(quiet, System::nanoTime));
  }

  @Override
  public void begin(Consumer<PlanNews> news) {
    taker = news;
    reading.begin(this::take);
  }

  /** There is nobody to tell: what becomes of the plan stands in the state directory. */
  @Override
  public void report(NodePlanStatus status) {}

  /**
   * Not before: a change of a manifest is to be in the kernel before it is on disk, unless a
   * destination leaves by it. What a crash in between costs is only that something older stands in
   * for a manifest that is made wrong at the same moment.
   */
  @Override
  public void seenTo(PlanNews news) {
    Unwritten next = unwritten.get();
    if (next != null && next.news().equals(news) && unwritten.compareAndSet(next, null)) {
      remember(next.lastGood());
    }
  }

  @Override
  public synchronized void turn() {
    reading.isSlow(LONG).flatMap(this::silence).ifPresent(taker);
  }

  @Override
  public void close() {
    reading.close();
    Unwritten left = unwritten.getAndSet(null);
    if (left != null) {
      remember(left.lastGood());
    }
  }

  /** By the thread that reads. */
  private void take(Found found) {
    Optional<PlanNews> seen;
    boolean early = isDraining(found.result());
    if (early) {
      unwritten.set(null);
      found.lastGood().ifPresent(this::remember);
    }
    synchronized (this) {
      Optional<PlanNews> news = news(found);
      seen = news.isPresent() || unwritten.get() != null ? Optional.empty() : said;
      if (!early) {
        said.ifPresent(
            now -> found.lastGood().ifPresent(last -> unwritten.set(new Unwritten(now, last))));
      }
      news.ifPresent(taker);
    }
    seen.ifPresent(this::seenTo);
  }

  /**
   * Returns whether a destination leaves. That is on disk before it is in the kernel: an agent that
   * starts takes the files as they were known last until they have been still for a while, and
   * would bring the destination back for so long.
   */
  private static boolean isDraining(Result result) {
    return result instanceof Compiled(var spec, var _, var _, var _)
        && spec.director().services().stream()
            .anyMatch(one -> one.drain() != null && !one.drain().leaving().isEmpty());
  }

  private Optional<PlanNews> news(Found found) {
    return switch (found.result()) {
      case Compiled(var spec, var problems, var _, var isSure) -> {
        if (!Optional.of(spec).equals(last)) {
          last = Optional.of(spec);
          generation++;
        }
        // an equal plan of many services is not to be there twice
        NodePlanSpec known = last.orElse(spec);
        yield say(
            new PlanNews.Plan(
                generation, known, problems, isSure ? Removals.OF_THE_REST : Removals.NOT_YET));
      }
      case Silent(var reason, var _) -> silence(reason);
    };
  }

  private Optional<PlanNews> silence(String reason) {
    return say(
        new PlanNews.Unreadable(
            generation,
            "The directory %s %s. That is no plan, and not an empty one: nothing is removed. To take away what is there, keep a Node of this name and nothing for it to do, or run lvs run --cleanup."
                .formatted(directory, reason)));
  }

  private Optional<PlanNews> say(PlanNews news) {
    if (said.equals(Optional.of(news))) {
      return Optional.empty();
    }
    said = Optional.of(news);
    return said;
  }

  private void remember(LastGood next) {
    synchronized (writing) {
      memory.ifPresent(file -> file.write(next));
    }
  }
}
