package dev.lvs.agent.report;

import dev.lvs.agent.ledger.KernelLife;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Leases of this node's groups in the state directory, and until when that is valid.
 *
 * @param at when it was written, for people
 * @param life the boot and network namespace that it is about
 * @param seenMillis when, by a monotonic clock of this boot
 * @param goodForMillis how long after that it is valid
 */
public record LocalHolders(
    String at, String life, Long seenMillis, Long goodForMillis, List<Group> groups) {
  public LocalHolders {
    groups = List.copyOf(Objects.requireNonNullElse(groups, List.of()));
  }

  /**
   * One group.
   *
   * @param lease name of its Lease
   * @param state Holder, HolderWithoutApi, Asking, Waiting, Fenced or Leaving
   * @param holder whom the Lease names, as NODE/BOOT, free or unknown; empty where it was not read
   * @param since when the Lease was first seen with that holder, RFC 3339
   * @param renewedMillis when it was renewed as far as this node saw, by the monotonic clock
   * @param untilMillis when the token of this node is over where it has the VIPs, else when the
   *     Lease is, by the monotonic clock
   * @param why it is not held here, or not as it is to be
   */
  public record Group(
      String lease,
      String state,
      @Nullable String holder,
      String since,
      Long renewedMillis,
      @Nullable Long untilMillis,
      @Nullable String why) {
    /** Returns whether this node had the VIPs when it was written. */
    public boolean isHolder() {
      return state.startsWith("Holder");
    }

    /**
     * Returns the same as it is known later: a token that was over by then may have been renewed,
     * or not.
     */
    public Group at(long nowMillis) {
      return isHolder() && untilMillis != null && nowMillis > untilMillis
          ? new Group(
              lease,
              "Unknown",
              holder,
              since,
              renewedMillis,
              untilMillis,
              "its token was over since the agent said that it has the VIPs")
          : this;
    }
  }

  /** Returns why it must not be believed any more, if so. */
  public Optional<String> doubt(KernelLife present) {
    if (!life.equals(present.toString())) {
      return Optional.of("What the agent said is of another boot or network namespace than this.");
    }
    long age = now() - seenMillis;
    return age < 0 || age > goodForMillis
        ? Optional.of(
            "The agent has said nothing for %d s; it may hang. See its log."
                .formatted(Math.abs(age) / 1000))
        : Optional.empty();
  }

  /** The monotonic clock, in milliseconds. */
  public static long now() {
    return StatusFile.now().toMillis();
  }
}
