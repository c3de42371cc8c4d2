package dev.lvs.agent.model.ipvs;

/**
 * Settings of a destination that can be edited in place.
 *
 * @param weight 0 to 2^31-1; 0 takes no new connections
 * @param upperThreshold connections, active and inactive, with which the destination is full and
 *     takes no more, 0 for no limit
 * @param lowerThreshold connections below which it takes new ones again, 0 for three quarters of
 *     the upper
 */
public record DestinationSettings(
    ForwardingMethod method, int weight, long upperThreshold, long lowerThreshold) {
  public DestinationSettings {
    if (weight < 0) {
      throw new IllegalArgumentException("a weight is not negative: " + weight);
    }
  }

  /** The same with another weight. */
  public DestinationSettings withWeight(int other) {
    return weight == other
        ? this
        : new DestinationSettings(method, other, upperThreshold, lowerThreshold);
  }
}
