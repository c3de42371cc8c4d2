package dev.lvs.agent.report;

import dev.lvs.agent.failover.CountedGroup;
import dev.lvs.agent.failover.GroupSight;
import dev.lvs.agent.failover.LeaseCounts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Leases of this node's groups in the state directory. */
public record LocalHolders(
    String at, String life, Long seenMillis, Long goodForMillis, List<Group> groups)
    implements LocalStatement {
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
   * @param counts since the agent was started
   */
  public record Group(
      String lease,
      String state,
      @Nullable String holder,
      String since,
      Long renewedMillis,
      @Nullable Long untilMillis,
      @Nullable String why,
      @Nullable Counts counts) {
    /**
     * Reads what the keeper of the group knows.
     *
     * @param toTimeOfDay what the time of day is ahead of the keeper's clock
     */
    public static Group of(CountedGroup group, Duration toTimeOfDay) {
      GroupSight sight = group.sight();
      return new Group(
          sight.lease(),
          sight.standing().text(),
          sight.holder().orElse(null),
          sight.since().plus(toTimeOfDay).truncatedTo(ChronoUnit.SECONDS).toString(),
          sight.renewed().toEpochMilli(),
          sight.until().map(Instant::toEpochMilli).orElse(null),
          sight.why().orElse(null),
          Counts.of(group.counts()));
    }

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
              "its token was over since the agent said that it has the VIPs",
              counts)
          : this;
    }
  }

  /**
   * Counters of one group.
   *
   * @param moves how often this node got the VIPs from another, or from nobody
   * @param losses how often they went from here, by cause: Left, Taken, Heard, Fence, Expired
   * @param renewals that were confirmed in time
   * @param failedRenewals others
   * @param longestRenewalMillis how long the slowest of the renewals took
   * @param leastMarginMillis the shortest time that the token had left when one was confirmed
   */
  public record Counts(
      Long moves,
      Map<String, Long> losses,
      Long renewals,
      Long failedRenewals,
      Long longestRenewalMillis,
      @Nullable Long leastMarginMillis) {
    public Counts {
      losses = Map.copyOf(Objects.requireNonNullElse(losses, Map.of()));
    }

    static Counts of(LeaseCounts counts) {
      Map<String, Long> losses = new TreeMap<>();
      counts.losses().forEach((cause, times) -> losses.put(cause.text(), times));
      return new Counts(
          counts.moves(),
          losses,
          counts.renewals(),
          counts.failedRenewals(),
          counts.longestRenewal().toMillis(),
          counts.leastMargin().map(Duration::toMillis).orElse(null));
    }
  }
}
