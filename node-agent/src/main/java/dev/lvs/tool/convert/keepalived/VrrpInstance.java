package dev.lvs.tool.convert.keepalived;

import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The VIPs that a {@code vrrp_instance} moves from director to director. */
final class VrrpInstance {
  /** Keywords that keepalived knows in it ({@code init_vrrp_keywords}). */
  private static final Set<String> KEYWORDS =
      Set.of(
          "accept",
          "active_key",
          "advert_int",
          "anti_replay",
          "auth_hmac",
          "auth_pass",
          "auth_type",
          "authentication",
          "check_unicast_src",
          "debug",
          "dont_track_primary",
          "down_timer_adverts",
          "garp_extra_if",
          "garp_lower_prio_delay",
          "garp_lower_prio_repeat",
          "garp_master_delay",
          "garp_master_refresh",
          "garp_master_refresh_repeat",
          "garp_master_repeat",
          "higher_prio_send_advert",
          "interface",
          "kernel_rx_buf_size",
          "key",
          "linkbeat_use_polling",
          "lower_prio_no_advert",
          "lvs_sync_daemon_interface",
          "mcast_dst_ip",
          "mcast_src_ip",
          "mode",
          "native_ipv6",
          "no_accept",
          "no_virtual_ipaddress",
          "nopreempt",
          "notify",
          "notify_backup",
          "notify_deleted",
          "notify_fault",
          "notify_master",
          "notify_master_rx_lower_pri",
          "notify_priority_changes",
          "notify_stop",
          "old_unicast_checksum",
          "owner_ignore_adverts",
          "preempt",
          "preempt_delay",
          "priority",
          "promote_secondaries",
          "skip_check_adv_addr",
          "smtp_alert",
          "state",
          "strict_mode",
          "thread_timer_expired",
          "time_window",
          "timer_expired_backup",
          "track_bfd",
          "track_file",
          "track_interface",
          "track_process",
          "track_script",
          "track_src_ip",
          "unicast_fault_no_peer",
          "unicast_peer",
          "unicast_src_ip",
          "unicast_ttl",
          "use_ipvlan",
          "use_vmac",
          "use_vmac_addr",
          "v3_checksum_as_v2",
          "version",
          "virtual_ipaddress",
          "virtual_ipaddress_excluded",
          "virtual_router_id",
          "virtual_routes",
          "virtual_rules",
          "vmac_garp_intvl",
          "vmac_xmit_base",
          "vrf");

  private VrrpInstance() {}

  /** The addresses; a notice says that they stay where they are. */
  static NavigableSet<IpAddress> read(Statement block, Synchronisation sync, Notices notices) {
    NavigableSet<IpAddress> addresses = new TreeSet<>();
    String name = block.value(1).orElse("");
    for (Statement line : block.inside()) {
      String keyword = line.keyword();
      Origin at = line.in(block.origin());
      if (keyword.startsWith("virtual_ipaddress")) {
        for (Statement entry : line.inside()) {
          String text = entry.keyword();
          int slash = text.indexOf('/');
          Values.address(Optional.of(slash < 0 ? text : text.substring(0, slash)))
              .ifPresent(addresses::add);
        }
      } else if (keyword.equals("virtual_router_id")) {
        Values.begun(line.value(1), 1, 255).ifPresent(id -> sync.router(name, id));
      } else if (keyword.equals("lvs_sync_daemon_interface")) {
        sync.ofInstance(line, at);
      } else if (!KEYWORDS.contains(keyword)) {
        notices.aside(at, Keywords.unknown());
      }
    }
    if (addresses.isEmpty()) {
      notices.aside(block.origin(), "not carried over: VRRP stays with keepalived.");
      return addresses;
    }
    notices.aside(
        block.origin(),
        "not carried over: the VIPs (%s) stay with keepalived, and the DirectorGroup says so with"
                .formatted(
                    addresses.stream().map(IpAddress::toString).collect(Collectors.joining(", ")))
            + " announcement none; where no keepalived runs any more, choose another"
            + " announcement.");
    return addresses;
  }
}
