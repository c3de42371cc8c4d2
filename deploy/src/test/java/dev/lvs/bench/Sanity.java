package dev.lvs.bench;

/** Checks that a measurement measured what it was meant to. */
final class Sanity {
  private Sanity() {}

  /**
   * @param what was looked at, for the message
   */
  static void that(boolean holds, Object what) {
    if (!holds) {
      throw new IllegalStateException("this did not do what it was to be measured at: " + what);
    }
  }
}
