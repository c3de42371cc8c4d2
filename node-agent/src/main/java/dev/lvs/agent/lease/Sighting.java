package dev.lvs.agent.lease;

import java.time.Instant;

/**
 * Another station that answers for an address of the group.
 *
 * @param serving whether that was while this director had its gate open: two answered
 */
public record Sighting(String mac, Instant at, boolean serving) {}
