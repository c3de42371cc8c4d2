package dev.lvs.api.v1alpha1;

/**
 * CEL for the settings below net.ipv4.vs: their names and bounds as in the kernel's
 * Documentation/networking/ipvs-sysctl.rst. {@code debug_level} is missing on purpose: it is the
 * same for the whole machine, and not for a load balancer to set.
 */
final class IpvsSysctls {

  private static final String SWITCHES =
      "['backup_only', 'cache_bypass', 'conntrack', 'expire_nodest_conn', "
          + "'expire_quiescent_template', 'ignore_tunneled', 'nat_icmp_send', "
          + "'pmtu_disc', 'run_estimation', 'schedule_icmp', 'sloppy_sctp', "
          + "'sloppy_tcp', 'snat_reroute', 'sync_persist_mode', 'sync_version']";

  private static final String LEVELS =
      "['conn_reuse_mode', 'drop_entry', 'drop_packet', 'secure_tcp', " + "'sync_retries']";

  private static final String OTHERS =
      "['am_droprate', 'amemthresh', 'conn_lfactor', 'conn_max', 'est_cpulist', 'est_nice', "
          + "'lblc_expiration', 'lblcr_expiration', 'svc_lfactor', 'sync_ports', "
          + "'sync_qlen_max', 'sync_refresh_period', 'sync_sock_size', 'sync_threshold']";

  static final String NAMES_ARE_KNOWN =
      "!has(self.ipvsSysctls) || self.ipvsSysctls.all(k, k in "
          + SWITCHES
          + " || k in "
          + LEVELS
          + " || k in "
          + OTHERS
          + ")";

  static final String SWITCHES_ARE_0_OR_1 =
      "!has(self.ipvsSysctls) || self.ipvsSysctls.all(k, !(k in "
          + SWITCHES
          + ") || self.ipvsSysctls[k] in [0, 1] || self.ipvsSysctls[k] in ['0', '1'])";

  static final String LEVELS_ARE_0_TO_3 =
      "!has(self.ipvsSysctls) || self.ipvsSysctls.all(k, !(k in "
          + LEVELS
          + ") || self.ipvsSysctls[k] in [0, 1, 2, 3] || self.ipvsSysctls[k] in ['0', '1', '2', '3'])";

  static final String DIRECTORS_ARE_NOT_IDLE =
      "!has(self.connectionSync) || !has(self.ipvsSysctls) || "
          + "!('backup_only' in self.ipvsSysctls) || !(self.ipvsSysctls['backup_only'] == 1 || "
          + "self.ipvsSysctls['backup_only'] == '1')";

  private IpvsSysctls() {}
}
