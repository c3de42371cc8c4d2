package dev.lvs.agent.drain;

import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.agent.ledger.LedgerException;
import dev.lvs.manifest.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code drains.json} in the state directory: the drains in progress, since when and until
 * when, by the monotonic clock that all processes of a boot share. It is gone while there are none.
 *
 * <p>A file of another boot or network namespace says nothing: none of its connections is here. One
 * that cannot be read has drains begin anew, which makes them longer by what they had already, and
 * never endless.
 */
public final class DrainMemory {
  private static final Logger LOG = LoggerFactory.getLogger(DrainMemory.class);

  private final Optional<Path> file;
  private final String life;
  private List<RunningDrain> running;

  private DrainMemory(Optional<Path> file, String life, List<RunningDrain> running) {
    this.file = file;
    this.life = life;
    this.running = running;
  }

  /** Content of the file. */
  private record Content(String life, List<RunningDrain> drains) {}

  /** One that nobody reads, for whoever only looks. */
  public static DrainMemory none() {
    return new DrainMemory(Optional.empty(), "", List.of());
  }

  /** Returns what the file of a state directory says of a life. */
  public static DrainMemory open(Path directory, KernelLife life) {
    Path file = file(directory);
    List<RunningDrain> running = List.of();
    try {
      running = read(directory, life);
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn(
          "{} cannot be read ({}), so drains that are in progress begin anew.", file, e.toString());
    }
    return new DrainMemory(Optional.of(file), life.toString(), running);
  }

  /**
   * The drains in progress, for whoever only looks.
   *
   * @throws IOException when the file cannot be read
   * @throws IllegalArgumentException when it is damaged
   */
  public static List<RunningDrain> read(Path directory, KernelLife life) throws IOException {
    Path file = file(directory);
    if (!Files.exists(file)) {
      return List.of();
    }
    Content content = Json.read(Files.readString(file).strip(), Content.class);
    return content.life().equals(life.toString()) ? List.copyOf(content.drains()) : List.of();
  }

  private static Path file(Path directory) {
    return directory.resolve("drains.json");
  }

  /** Those known of. */
  public List<RunningDrain> running() {
    return running;
  }

  /**
   * Has exactly these in progress from now on; on disk when this returns.
   *
   * @throws LedgerException when that cannot be written
   */
  public void keep(List<RunningDrain> now) {
    if (now.equals(running)) {
      return;
    }
    if (file.isPresent()) {
      write(file.get(), now);
    }
    running = List.copyOf(now);
  }

  private void write(Path path, List<RunningDrain> now) {
    try {
      if (now.isEmpty()) {
        Files.deleteIfExists(path);
      } else {
        TextFile.replace(path, Json.write(new Content(life, now)) + "\n");
      }
    } catch (IOException e) {
      throw new LedgerException("cannot write " + path + ", and drains nobody without", e);
    }
  }

  /**
   * A drain in progress.
   *
   * @param service key of its virtual server
   * @param server its real server
   * @param way the forwarding method by which its connections go
   * @param sinceMillis when it began, by the monotonic clock
   * @param untilMillis when it ends at the latest; null where it waits for its connections
   * @param order the target of the order on this node; null where the plan has it
   */
  public record RunningDrain(
      String service,
      String server,
      String way,
      long sinceMillis,
      @Nullable Long untilMillis,
      @Nullable String order) {}
}
