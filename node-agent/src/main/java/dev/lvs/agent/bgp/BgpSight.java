package dev.lvs.agent.bgp;

import dev.lvs.agent.model.BgpSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One group as its VIPs stand on this node.
 *
 * @param session whether any BGP session is established on this node
 * @param since when it was first seen so, by the time of day
 * @param left how long its VIPs are there at least without another renewal; empty where none is
 *     there, or none ends
 * @param why it is not announced, or not all of it: a clause
 */
public record BgpSight(
    String group,
    State state,
    BgpSession session,
    Instant since,
    Optional<Duration> left,
    Optional<String> why) {
  /** Whether routers can learn of the VIPs from this node. */
  public enum State {
    /** VIPs are where the speaker takes them from, and a session is established. */
    ANNOUNCED("Announced"),
    /** VIPs are there, and no session is established. */
    NO_SESSION("NoSession"),
    /** No VIP is there. */
    WITHDRAWN("Withdrawn"),
    /** The kernel does not say it. */
    UNKNOWN("Unknown");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** The word in CamelCase. */
    public String text() {
      return text;
    }
  }
}
