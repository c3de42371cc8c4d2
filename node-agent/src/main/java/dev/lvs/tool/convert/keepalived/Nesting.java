package dev.lvs.tool.convert.keepalived;

import java.util.Map;
import java.util.Set;

/**
 * Nesting of the blocks that keepalived knows inside of a virtual server ({@code
 * check_init_keywords}).
 */
final class Nesting {
  /** The keyword of the block in which this counts. */
  static final String OUTERMOST = "virtual_server";

  private static final Map<String, Set<String>> INSIDE =
      Map.of(
          OUTERMOST,
          Set.of("real_server"),
          "real_server",
          RealServerBlock.CHECKS,
          "HTTP_GET",
          Set.of("url"),
          "SSL_GET",
          Set.of("url"),
          "SMTP_CHECK",
          Set.of("host"));

  private Nesting() {}

  /** The keywords that begin a block inside of that of another. */
  static Set<String> inside(String keyword) {
    return INSIDE.getOrDefault(keyword, Set.of());
  }
}
