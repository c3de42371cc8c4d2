package dev.lvs.agent.source;

import dev.lvs.agent.source.ManifestFiles.Content;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
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
  private final ManifestCompiler compiler;
  private Optional<PlanNews.Plan> given = Optional.empty();
  private Set<String> problems = Set.of();
  private String trouble = "";
  private volatile boolean closed;

  /**
   * A source that has not looked yet.
   *
   * @param directory need not be there yet
   */
  public DirectorySource(Path directory, String node) {
    this.directory = directory;
    this.files = new ManifestFiles(directory);
    this.watch = new DirectoryWatch(directory);
    this.compiler = new ManifestCompiler(node);
  }

  @Override
  public Optional<PlanNews> await(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!closed) {
      long left = Math.max(0, deadline - System.nanoTime());
      watch.await(Duration.ofNanos(left));
      Optional<PlanNews> news = look();
      if (news.isPresent() || left == 0) {
        return news;
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
    watch.close();
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
    if (given.isPresent() && !compiler.isNews(found)) {
      return Optional.empty();
    }
    ManifestCompiler.Result result = compiler.compile(found);
    say(result.problems());
    if (given.map(PlanNews.Plan::spec).equals(Optional.of(result.spec()))) {
      return Optional.empty();
    }
    long generation = given.map(PlanNews.Plan::generation).orElse(0L) + 1;
    PlanNews.Plan plan = new PlanNews.Plan(generation, result.spec(), result.problems());
    given = Optional.of(plan);
    return Optional.of(plan);
  }

  private void say(Collection<String> found) {
    found.stream().filter(problem -> !problems.contains(problem)).forEach(LOG::warn);
    problems = Set.copyOf(found);
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
