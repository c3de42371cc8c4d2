package dev.lvs.tool.convert.keepalived;

import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import java.util.Set;

/**
 * Keywords that keepalived requires a value for. Without one it exits, and programs no table
 * ("missing a parameter after keyword").
 */
final class MissingValues {
  static final Set<String> OUTERMOST =
      Set.of(
          "virtual_server",
          "virtual_server fwmark",
          "virtual_server group",
          "virtual_server_group");

  static final Set<String> OF_VIRTUAL_SERVERS =
      Set.of(
          "connect_timeout",
          "delay_before_retry",
          "delay_loop",
          "hysteresis",
          "ip_family",
          "lb_algo",
          "lb_kind",
          "lvs_method",
          "lvs_sched",
          "persistence_engine",
          "persistence_granularity",
          "protocol",
          "quorum",
          "quorum_down",
          "quorum_up",
          "real_server",
          "retry",
          "sorry_server",
          "warmup",
          "weight");

  static final Set<String> OF_REAL_SERVERS =
      Set.of(
          "connect_timeout",
          "delay_before_retry",
          "delay_loop",
          "lthreshold",
          "lvs_method",
          "notify_down",
          "notify_up",
          "retry",
          "uthreshold",
          "warmup",
          "weight");

  static final Set<String> OF_CHECKS = Set.of("connect_port", "connect_timeout", "path");

  static final Set<String> GLOBAL = Set.of("smtp_connect_timeout", "smtp_server");

  private MissingValues() {}

  /** Tells of those in a check, and in the blocks of it. */
  static void tellInside(Statement check, Origin at, Notices notices) {
    for (Statement line : check.inside()) {
      isOne(line, OF_CHECKS, line.in(at), notices);
      line.inside().forEach(inner -> isOne(inner, OF_CHECKS, inner.in(line.in(at)), notices));
    }
  }

  /**
   * Returns whether a statement lacks the value that it wants, which is told.
   *
   * @param wanting statements that cannot stand by themselves
   */
  static boolean isOne(Statement line, Set<String> wanting, Origin at, Notices notices) {
    boolean missing = wanting.contains(line.text());
    if (missing) {
      notices.table(
          at,
          "left out: it has no value, and with that keepalived has no table at all; write one, or"
              + " remove the line.");
    }
    return missing;
  }
}
