package dev.lvs.ipvs;

/** The range check of ports. */
public final class Ports {
  /** The highest port. */
  public static final int LAST = 0xffff;

  private Ports() {}

  /**
   * Checks that {@code port} is 0 to 65535.
   *
   * @throws IllegalArgumentException when it is not
   */
  public static void check(int port) {
    if (port < 0 || port > LAST) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
  }
}
