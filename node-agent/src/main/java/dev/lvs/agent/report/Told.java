package dev.lvs.agent.report;

import dev.lvs.agent.ledger.KernelLife;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What an agent says in its state directory, and whether it is to be believed.
 *
 * @param said the last it said, if that could be read
 * @param doubt why that is not how it is now, a clause; empty where it is
 */
public record Told<T extends LocalStatement>(Optional<T> said, String doubt) {
  private static final Path PROC = Path.of("/proc");

  /** Reads a statement in a state directory. */
  @FunctionalInterface
  public interface Reading<T> {
    /**
     * Returns what is there.
     *
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException when it is damaged
     */
    Optional<T> from(Path directory) throws IOException;
  }

  /** Reads what the agent with this state directory says. */
  public static <T extends LocalStatement> Told<T> in(Path directory, Reading<T> reading) {
    try {
      Optional<T> said = reading.from(directory);
      return new Told<>(
          said,
          said.map(one -> one.doubt(KernelLife.current(PROC)).orElse(""))
              .orElse("the agent has said nothing in " + directory + " yet (--state-dir)"));
    } catch (IOException | IllegalArgumentException e) {
      return new Told<>(
          Optional.empty(),
          "what the agent says in %s cannot be read: %s".formatted(directory, e.getMessage()));
    }
  }

  /** Returns what is so now; empty where that is not known. */
  public Optional<T> now() {
    return said.filter(_ -> doubt.isEmpty());
  }

  /** The doubt as a sentence. */
  public String sentence() {
    return doubt.isEmpty()
        ? ""
        : doubt.substring(0, 1).toUpperCase(Locale.ROOT) + doubt.substring(1) + ".";
  }
}
