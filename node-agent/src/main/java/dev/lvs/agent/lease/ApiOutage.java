package dev.lvs.agent.lease;

/** Conduct of the holder while the API server does not answer. */
public enum ApiOutage {
  /**
   * Keeps the addresses for as long as it can serve. Whoever is to take them over asks the network
   * first whether somebody answers for them.
   */
  HOLD,

  /** Lets its token run out. */
  RELEASE
}
