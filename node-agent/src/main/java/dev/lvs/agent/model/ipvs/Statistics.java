package dev.lvs.agent.model.ipvs;

/**
 * Traffic counters and rates of a virtual server or a destination.
 *
 * @param total since it was added or its counters were last set to zero
 * @param perSecond as the kernel's estimator smooths it over the last seconds; all 0 where
 *     net.ipv4.vs.run_estimation is 0
 */
public record Statistics(Traffic total, Traffic perSecond) {
  /** Nothing passed. */
  public static final Statistics ZERO = new Statistics(Traffic.NONE, Traffic.NONE);

  /**
   * An amount of traffic; each number is unsigned.
   *
   * @param connections new connections
   * @param packetsIn from clients to real servers
   * @param packetsOut back, as far as the answers pass the director
   */
  public record Traffic(
      long connections, long packetsIn, long packetsOut, long bytesIn, long bytesOut) {
    public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);
  }
}
