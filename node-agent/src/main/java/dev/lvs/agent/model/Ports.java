package dev.lvs.agent.model;

/** The one range check of the package. */
final class Ports {
  private Ports() {}

  static void check(int port) {
    if (port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
  }
}
