package dev.lvs.agent.model.ipvs;

/**
 * Snapshot of the connections of one destination, and its traffic so far.
 *
 * @param active 0 to 2^32-1, in the established state
 * @param inactive 0 to 2^32-1, in any other state
 * @param persistent 0 to 2^32-1, persistence templates that lead to it
 */
public record DestinationCounters(
    long active, long inactive, long persistent, Statistics statistics) {
  public static final DestinationCounters NONE = new DestinationCounters(0, 0, 0, Statistics.ZERO);
}
