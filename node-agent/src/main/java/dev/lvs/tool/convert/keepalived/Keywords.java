package dev.lvs.tool.convert.keepalived;

import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Keywords that do not affect the IPVS table, and their replacements here, if there are any. */
final class Keywords {
  private static final String SCRIPT =
      "not carried over: the agent runs no scripts; watch the conditions and Events of the"
          + " resources.";
  private static final String MAIL =
      "not carried over: the agent sends no mail; alert on the conditions of the resources.";
  private static final String OWN = "not carried over: it is about keepalived itself.";
  private static final String CHECK = "not carried over: a health check has nothing like it.";
  private static final String CERTIFICATE =
      "not carried over: health checks take any certificate, as keepalived's do, and show none.";
  private static final String ADDRESS =
      "not carried over: addresses and routes of the host itself are not the agent's.";
  private static final String VRRP = "not carried over: VRRP stays with keepalived.";

  private static final Map<String, String> AT_TOP =
      Map.ofEntries(
          Map.entry("SSL", CERTIFICATE),
          Map.entry("bfd_instance", CHECK),
          Map.entry("track_process", VRRP),
          Map.entry("track_group", VRRP),
          Map.entry("garp_group", VRRP),
          Map.entry("vrrp_sync_group", VRRP),
          Map.entry("vrrp_script", VRRP),
          Map.entry("vrrp_track_file", VRRP),
          Map.entry("vrrp_track_process", VRRP),
          Map.entry("interface_up_down_delays", VRRP),
          Map.entry("linkbeat_interfaces", VRRP),
          Map.entry("linkbeat_use_polling", VRRP),
          Map.entry("static_ipaddress", ADDRESS),
          Map.entry("static_routes", ADDRESS),
          Map.entry("static_rules", ADDRESS),
          Map.entry("child_wait_time", OWN),
          Map.entry("include_check", OWN),
          Map.entry("instance", OWN),
          Map.entry("namespace_with_ipsets", OWN),
          Map.entry(
              "net_namespace", "not carried over: start the agent in that network namespace."),
          Map.entry(
              "net_namespace_ipvs", "not carried over: start the agent in that network namespace."),
          Map.entry("random_seed", OWN),
          Map.entry("use_pid_dir", OWN));

  private static final Set<String> READ_AT_TOP =
      Set.of(
          "global_defs", "track_file", "virtual_server", "virtual_server_group", "vrrp_instance");

  private static final Map<String, String> OF_SERVERS =
      Map.ofEntries(
          Map.entry("omega", SCRIPT),
          Map.entry("ha_suspend", "not carried over: checks do not hang on who holds the VIP."),
          Map.entry("notify_up", SCRIPT),
          Map.entry("notify_down", SCRIPT),
          Map.entry("quorum_up", SCRIPT),
          Map.entry("quorum_down", SCRIPT),
          Map.entry("smtp_alert", MAIL),
          Map.entry("snmp_name", "not carried over: the agent has metrics, and no SNMP."),
          Map.entry("hashed", "not carried over: it means nothing to the kernel."),
          Map.entry("nat_mask", "not carried over: it means nothing to the kernel."));

  private static final Set<String> OF_LVS =
      Set.of(
          "lvs_netlink_cmd_rcv_bufs",
          "lvs_netlink_cmd_rcv_bufs_force",
          "lvs_netlink_monitor_rcv_bufs",
          "lvs_netlink_monitor_rcv_bufs_force");

  private static final Set<String> MAILS =
      Set.of(
          "notification_email",
          "notification_email_from",
          "smtp_server",
          "smtp_helo_name",
          "smtp_connect_timeout",
          "smtp_alert",
          "smtp_alert_checker",
          "smtp_alert_vrrp",
          "no_email_faults",
          "email_faults");

  /** Keywords that look like ones of the table. */
  private static final Pattern ACTS_ON_TABLE =
      Pattern.compile("lvs_.*|ipvs_.*|(virtual|real|sorry)_server.*");

  private Keywords() {}

  /** Returns whether keepalived knows a keyword outside of blocks, and what its block is. */
  static boolean isKnownAtTop(String keyword) {
    return AT_TOP.containsKey(keyword) || READ_AT_TOP.contains(keyword);
  }

  private static String atTop(Statement statement) {
    return Optional.ofNullable(AT_TOP.get(statement.keyword()))
        .orElse("not carried over: the keyword is not known.");
  }

  /** Says what there is to say of a statement outside of blocks, or in a server's block. */
  static void tell(Statement statement, Origin at, boolean inServer, Notices notices) {
    String text = inServer ? ofServers(statement) : atTop(statement);
    notices.aside(at, text);
  }

  /** Returns what there is to say of a keyword that keepalived does not know where it stands. */
  static String unknown() {
    return "not carried over: the keyword is not known here, and keepalived passes over it too.";
  }

  /**
   * Says which statements act on the table elsewhere, or seem to, in a block in which keepalived
   * reads none. Blocks may lie in blocks to any depth, so it keeps those that are left on the heap.
   */
  static void tellOfTable(Statement block, Origin at, Notices notices) {
    Deque<Placed> left = new ArrayDeque<>();
    pushInside(block, at, left);
    while (!left.isEmpty()) {
      Placed next = left.pop();
      if (ACTS_ON_TABLE.matcher(next.statement().keyword()).matches()) {
        notices.aside(
            next.at(),
            "passed over, as keepalived does: it does not read it in this block, maybe because a }"
                + " is missing before it.");
      }
      pushInside(next.statement(), next.at(), left);
    }
  }

  private static void pushInside(Statement block, Origin at, Deque<Placed> left) {
    block.inside().reversed().forEach(line -> left.push(new Placed(line, line.in(at))));
  }

  /** A statement with its location. */
  private record Placed(Statement statement, Origin at) {}

  private static String ofServers(Statement statement) {
    return Optional.ofNullable(OF_SERVERS.get(statement.keyword()))
        .orElse("not carried over: the keyword is not known here.");
  }

  /** Returns what there is to say of a global definition. */
  static String global(Statement statement) {
    String keyword = statement.keyword();
    if (MAILS.contains(keyword)) {
      return MAIL;
    }
    if (keyword.startsWith("lvs_flush")) {
      return "not carried over: the agent never flushes; it changes what is its own.";
    }
    if (keyword.endsWith("_script")
        || keyword.contains("notify")
        || keyword.startsWith("script_")) {
      return SCRIPT;
    }
    if (keyword.startsWith("nftables_ipvs")) {
      return "not carried over: the addresses of a group stay services of their own.";
    }
    if (keyword.startsWith("lvs_") && !OF_LVS.contains(keyword)) {
      return unknown();
    }
    return keyword.startsWith("vrrp_") ? VRRP : OWN;
  }
}
