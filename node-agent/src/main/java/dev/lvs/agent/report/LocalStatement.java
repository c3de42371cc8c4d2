package dev.lvs.agent.report;

import dev.lvs.agent.ledger.KernelLife;
import java.time.Duration;
import java.util.Optional;

/** What the agent says in its state directory, and until when it is valid. */
public interface LocalStatement {
  /** Time when it was written, for people. */
  String at();

  /** The boot and network namespace that it is about. */
  String life();

  /** Time when it was so, in milliseconds by {@link #now}. */
  Long seenMillis();

  /** Time after that for which it is valid, in milliseconds. */
  Long goodForMillis();

  /** Returns how long ago it was so. */
  default Duration age() {
    return now().minusMillis(seenMillis());
  }

  /** Returns why it must not be believed any more, if so: a clause. */
  default Optional<String> doubt(KernelLife present) {
    if (!life().equals(present.toString())) {
      return Optional.of("what the agent said is of another boot or network namespace than this");
    }
    return age().isNegative() || age().toMillis() > goodForMillis()
        ? Optional.of(
            "the agent has said nothing for %d s; it may hang, see its log"
                .formatted(Math.abs(age().toSeconds())))
        : Optional.empty();
  }

  /** A clock that all processes of a boot share, and nobody sets (CLOCK_MONOTONIC). */
  static Duration now() {
    return Duration.ofNanos(System.nanoTime());
  }
}
