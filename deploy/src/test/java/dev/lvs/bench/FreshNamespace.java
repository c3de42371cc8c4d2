package dev.lvs.bench;

import dev.lvs.agent.syscall.NetworkNamespace;
import java.util.concurrent.Callable;

/**
 * A network namespace that was never used: deleted destinations stay for minutes in a list that
 * every addition walks (net/netfilter/ipvs/ip_vs_ctl.c, dest_trash), so a used one is slow.
 */
final class FreshNamespace {
  private FreshNamespace() {}

  /** Runs code in one, with {@code lo} up; programs that it starts are in there too. */
  static <T> T run(Callable<T> code) throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.fresh()) {
      return namespace.call(
          () -> {
            Invocation.of("ip", "link", "set", "lo", "up").run();
            return code.call();
          });
    }
  }
}
