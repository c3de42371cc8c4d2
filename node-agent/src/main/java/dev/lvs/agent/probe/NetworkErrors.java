package dev.lvs.agent.probe;

import dev.lvs.agent.netlink.Errno;

/**
 * Maps an errno to the result of a probe: a failure of the server, or of this node, which says
 * nothing about the server.
 */
final class NetworkErrors {
  private static final int EPIPE = 32;
  private static final int ECONNABORTED = 103;
  private static final int ECONNRESET = 104;
  private static final int ETIMEDOUT = 110;
  private static final int ECONNREFUSED = 111;
  private static final int EHOSTUNREACH = 113;

  private NetworkErrors() {}

  /**
   * Of a call that gave an error at once, before anything was heard: opening, binding, connecting.
   * A refusal alone is an answer, which a server on this node gives so fast.
   */
  static ProbeResult atOnce(int errno, Target target) {
    return errno == ECONNREFUSED ? heard(errno, target) : new ProbeResult.Inconclusive(own(errno));
  }

  /** Of an error that came after packets went out. */
  static ProbeResult heard(int errno, Target target) {
    return switch (errno) {
      case ECONNREFUSED -> new ProbeResult.Failed("connection refused by " + target);
      case ECONNRESET, EPIPE, ECONNABORTED ->
          new ProbeResult.Failed("connection reset by " + target);
      case EHOSTUNREACH -> new ProbeResult.Failed("no route to " + target + " (EHOSTUNREACH)");
      case ETIMEDOUT -> new ProbeResult.Failed("no answer from " + target);
      default -> new ProbeResult.Inconclusive(own(errno));
    };
  }

  private static String own(int errno) {
    return switch (errno) {
      case 1, 13 -> "this node may not send it (EPERM: a filter of its own)";
      case 12, 105 -> "this node has no memory left for it (" + symbol(errno) + ")";
      case 23 -> "this node has no file descriptor left (ENFILE)";
      case 24 -> "this agent has no file descriptor left (EMFILE)";
      case 98 -> "another program of this node uses the port it comes from (EADDRINUSE)";
      case 99 -> "this node has no such source address, or no port left (EADDRNOTAVAIL)";
      case 100 -> "the link is down (ENETDOWN)";
      case 101, EHOSTUNREACH -> "this node has no route there (" + symbol(errno) + ")";
      default -> "this node gave " + symbol(errno);
    };
  }

  private static String symbol(int errno) {
    return new Errno(errno).symbol();
  }
}
