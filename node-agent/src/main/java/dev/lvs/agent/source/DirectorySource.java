package dev.lvs.agent.source;

import dev.lvs.agent.source.ManifestFiles.Content;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles the plan from the manifests of a directory, and watches them.
 *
 * <p>An empty directory is an empty plan; one that is missing or cannot be read is none. What is
 * wrong with a manifest is said once, with file and line.
 */
public final class DirectorySource implements PlanSource {
  private static final Logger LOG = LoggerFactory.getLogger(DirectorySource.class);

  private final Path directory;
  private final ManifestFiles files;
  private final DirectoryWatch watch;
  private final String node;
  private final Optional<LastGoodFile> memory;
  private @Nullable ManifestCompiler compiler;
  private Optional<PlanNews.Plan> given = Optional.empty();
  private Set<String> said = Set.of();
  private String trouble = "";

  /** What was good last and is not in the memory yet. */
  private final AtomicReference<@Nullable LastGood> unwritten = new AtomicReference<>();

  private volatile boolean closed;

  /**
   * A source that has not looked yet, and has no other memory than its own.
   *
   * @param directory need not be there yet
   */
  public DirectorySource(Path directory, String node) {
    this(directory, node, Optional.empty());
  }

  /**
   * A source that goes on from where another one ended.
   *
   * @param memory read with the first look, written when the plan that it led to was seen to
   */
  public DirectorySource(Path directory, String node, LastGoodFile memory) {
    this(directory, node, Optional.of(memory));
  }

  private DirectorySource(Path directory, String node, Optional<LastGoodFile> memory) {
    this.directory = directory;
    this.files = new ManifestFiles(directory);
    this.watch = new DirectoryWatch(directory);
    this.node = node;
    this.memory = memory;
  }

  @Override
  public Optional<PlanNews> await(Duration patience) throws InterruptedException {
    remember();
    long deadline = System.nanoTime() + patience.toNanos();
    while (!closed) {
      long left = Math.max(0, deadline - System.nanoTime());
      watch.await(Duration.ofNanos(left));
      Optional<PlanNews> news = look();
      if (news.isPresent()) {
        return news;
      }
      if (left == 0) {
        Optional.ofNullable(compiler).ifPresent(ManifestCompiler::rest);
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** There is nobody to tell but the log, which has it from the loop. */
  @Override
  public void report(NodePlanStatus status) {}

  @Override
  public void close() {
    closed = true;
    remember();
    watch.close();
  }

  /**
   * Not before the plan is given: a change of a manifest is to be in the kernel before it is on
   * disk. What a crash in between costs is only that something older stands in for a manifest that
   * is made wrong at the same moment.
   */
  private void remember() {
    LastGood next = unwritten.getAndSet(null);
    if (next != null) {
      memory.ifPresent(file -> file.write(next));
    }
  }

  private Optional<PlanNews> look() {
    SortedMap<Path, Content> found;
    try {
      found = files.look();
    } catch (IOException e) {
      sayOnce(e);
      return Optional.empty();
    }
    trouble = "";
    ManifestCompiler compiler = compiler();
    if (given.isPresent() && !compiler.isNews(found)) {
      return Optional.empty();
    }
    ManifestCompiler.Result result = compiler.compile(found);
    unwritten.set(compiler.lastGood());
    say(result);
    if (given.map(PlanNews.Plan::spec).equals(Optional.of(result.spec()))) {
      return Optional.empty();
    }
    long generation = given.map(PlanNews.Plan::generation).orElse(0L) + 1;
    PlanNews.Plan plan = new PlanNews.Plan(generation, result.spec(), result.problems());
    given = Optional.of(plan);
    return Optional.of(plan);
  }

  /** Not before the first look, when whoever uses this has the state directory for itself. */
  private ManifestCompiler compiler() {
    ManifestCompiler known = compiler;
    if (known == null) {
      known = new ManifestCompiler(node, memory.map(LastGoodFile::read).orElseGet(LastGood::none));
      compiler = known;
    }
    return known;
  }

  private void say(ManifestCompiler.Result result) {
    result.problems().stream().filter(line -> !said.contains(line)).forEach(LOG::warn);
    result.notes().stream().filter(line -> !said.contains(line)).forEach(LOG::info);
    said = new HashSet<>(result.problems());
    said.addAll(result.notes());
  }

  private void sayOnce(IOException failure) {
    String message = String.valueOf(failure);
    if (!message.equals(trouble)) {
      LOG.warn(
          "The directory {} cannot be read ({}). That is no plan, and not an empty one: {}.",
          directory,
          failure.getClass().getSimpleName(),
          given.isPresent()
              ? "the last plan stays in force"
              : "nothing is done until there is one");
      trouble = message;
    }
  }
}
