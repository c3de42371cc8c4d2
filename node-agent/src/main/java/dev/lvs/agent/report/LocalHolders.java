package dev.lvs.agent.report;

import dev.lvs.agent.bgp.BgpSight;
import dev.lvs.agent.failover.CountedGroup;
import dev.lvs.agent.failover.GroupSight;
import dev.lvs.agent.failover.LeaseCounts;
import dev.lvs.api.v1alpha1.VrrpReport;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Groups of this node in the state directory.
 *
 * @param groups those with a Lease
 * @param pending why groups without one are not known yet: a clause
 */
public record LocalHolders(
    String at,
    String life,
    Long seenMillis,
    Long goodForMillis,
    List<Group> groups,
    List<VrrpGroup> vrrp,
    List<BgpGroup> bgp,
    @Nullable String pending)
    implements LocalStatement {
  /** State of a group of which nothing is known. */
  private static final String UNKNOWN = "Unknown";

  public LocalHolders {
    groups = List.copyOf(Objects.requireNonNullElse(groups, List.of()));
    vrrp = List.copyOf(Objects.requireNonNullElse(vrrp, List.of()));
    bgp = List.copyOf(Objects.requireNonNullElse(bgp, List.of()));
  }

  /**
   * One group with announcement vrrp.
   *
   * @param group the DirectorGroup
   * @param state Holder, Waiting, NotReady or Unknown
   * @param since when it came to be so, RFC 3339; empty where it is not known
   * @param why it is not held here, or not as it is to be
   */
  public record VrrpGroup(
      String group, String state, @Nullable String since, @Nullable String why) {
    /** Reads what was seen of it; with a doubt it is not known. */
    public static VrrpGroup of(VrrpReport report, Optional<String> doubt) {
      return doubt
          .map(why -> unknown(report.group(), why))
          .orElseGet(
              () ->
                  new VrrpGroup(
                      report.group(), report.state().text(), report.since(), report.why()));
    }

    /** One of which nothing is known. */
    public static VrrpGroup unknown(String group, String why) {
      return new VrrpGroup(group, UNKNOWN, null, why);
    }
  }

  /**
   * One group with announcement bgp.
   *
   * @param group the DirectorGroup
   * @param state Announced, NoSession, Withdrawn or Unknown
   * @param session Established, None or Unknown: any BGP session of this node
   * @param since when it came to be so, RFC 3339
   * @param untilMillis when the first of its VIPs ends unless it is renewed, by the monotonic clock
   * @param why it is not announced, or not all of it
   */
  public record BgpGroup(
      String group,
      String state,
      String session,
      String since,
      @Nullable Long untilMillis,
      @Nullable String why) {
    /**
     * Reads what was seen of it.
     *
     * @param nowMillis of the monotonic clock
     */
    public static BgpGroup of(BgpSight sight, long nowMillis) {
      return new BgpGroup(
          sight.group(),
          sight.state().text(),
          sight.session().text(),
          sight.since().toString(),
          sight.left().map(left -> nowMillis + left.toMillis()).orElse(null),
          sight.why().orElse(null));
    }

    /** Returns the same as it is known later: VIPs that ended by then may have been renewed. */
    public BgpGroup at(long nowMillis) {
      return untilMillis != null && nowMillis > untilMillis
          ? new BgpGroup(
              group,
              UNKNOWN,
              session,
              since,
              untilMillis,
              "the lifetime of its VIPs was over since the agent said that they are there")
          : this;
    }
  }

  /**
   * One group with a Lease.
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
              UNKNOWN,
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
