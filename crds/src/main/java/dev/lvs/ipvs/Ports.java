package dev.lvs.ipvs;

/** Ports: their range, and how they are read. */
public final class Ports {
  /** The highest port. */
  public static final int LAST = 0xffff;

  /** 0 to 65535, as a regular expression for schemas (RE2). */
  static final String PATTERN =
      "(0|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

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

  /**
   * Reads the digits of a port.
   *
   * @throws IllegalArgumentException when they are no number of 0 to 65535
   */
  static int parse(String digits) {
    if (!digits.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("'" + digits + "' is not a port");
    }
    int port = Integer.parseInt(digits);
    check(port);
    return port;
  }
}
