package dev.lvs.agent.vrrp;

import dev.lvs.api.v1alpha1.PlannedVrrp;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Writes the configuration of keepalived: for each group and address family one {@code
 * vrrp_instance}.
 *
 * <p>An advertisement names one VIP, the lowest of the family, and keepalived before 2.3 drops one
 * that names others than its own configuration does. So that two directors whose plans differ for a
 * moment still hear each other, all other VIPs are in {@code virtual_ipaddress_excluded}, and
 * {@code vrrp_skip_check_adv_addr} has it believe a director that it knows.
 */
final class KeepalivedConf {
  /** How often keepalived asks, in seconds. */
  static final int INTERVAL = 1;

  /** Failures in a row by which it leaves. */
  static final int FALL = 2;

  private final StringBuilder text = new StringBuilder();
  private final Path directory;
  private final Set<IpAddress> served;

  private KeepalivedConf(Path directory, Set<IpAddress> served) {
    this.directory = directory;
    this.served = served;
  }

  /**
   * The text for these groups: the same for the same.
   *
   * @param node the name by which keepalived calls itself
   * @param directory where the files of the agent are
   * @param groups those that can speak here
   * @param served VIPs with something behind them; of the others none but the advertised is held
   */
  static String of(
      String node, Path directory, Collection<VrrpGroup> groups, Set<IpAddress> served) {
    KeepalivedConf conf = new KeepalivedConf(directory, served);
    conf.global(node);
    groups.forEach(conf::group);
    return conf.text.toString();
  }

  private void global(String node) {
    lines(
        "# Written by lvs-node-agent, which overwrites what is changed here. docs/vrrp.md says more.",
        "global_defs {",
        "  router_id " + node,
        "  enable_script_security",
        "  script_user root",
        "  vrrp_version 3",
        "  vrrp_check_unicast_src",
        "  vrrp_skip_check_adv_addr",
        "  vrrp_garp_master_delay 1",
        "  vrrp_garp_master_refresh 60",
        "  vrrp_garp_master_refresh_repeat 1",
        "}");
  }

  private void group(VrrpGroup group) {
    if (group.routers().isEmpty()) {
      return;
    }
    lines(
        "",
        "vrrp_script " + script(group) + " {",
        "  script \"/bin/sh %s %s\"".formatted(directory.resolve(VrrpFiles.READY), group.name()),
        "  interval " + INTERVAL,
        "  timeout 2",
        "  fall " + FALL,
        "  rise 1",
        "  init_fail",
        "}");
    group.routers().forEach((family, router) -> instance(group, family, router));
    if (group.routers().size() > 1) {
      lines("", "vrrp_sync_group %s {".formatted(group.name()), "  group {");
      group.routers().keySet().forEach(family -> lines("    " + name(group, family)));
      lines("  }", "}");
    }
  }

  private void instance(VrrpGroup group, AddressFamily family, VrrpGroup.Router router) {
    PlannedVrrp vrrp = router.planned();
    lines(
        "",
        "vrrp_instance %s {".formatted(name(group, family)),
        "  state BACKUP",
        "  nopreempt",
        "  interface " + group.device(),
        "  virtual_router_id " + vrrp.virtualRouterId(),
        "  priority " + vrrp.priority(),
        "  advert_int " + seconds(vrrp.advertisementMillis()),
        "  unicast_src_ip " + vrrp.source());
    if (!vrrp.peers().isEmpty()) {
      block("unicast_peer", vrrp.peers().stream().map(IpAddress::toString).toList());
    }
    block("track_script", List.of(script(group)));
    List<String> held = new ArrayList<>();
    router.vips().stream()
        .skip(1)
        .filter(served::contains)
        .forEach(vip -> held.add(line(vip, group)));
    block("virtual_ipaddress", List.of(line(router.vips().first(), group)));
    if (!held.isEmpty()) {
      block("virtual_ipaddress_excluded", held);
    }
    lines("}");
  }

  private static String line(IpAddress vip, VrrpGroup group) {
    return "%s/%d dev %s".formatted(vip, vip.family().bits(), group.device());
  }

  private static String name(VrrpGroup group, AddressFamily family) {
    return group.name()
        + switch (family) {
          case IPV4 -> "-ipv4";
          case IPV6 -> "-ipv6";
        };
  }

  private static String script(VrrpGroup group) {
    return "ready-" + group.name();
  }

  private static String seconds(int millis) {
    return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
  }

  private void block(String name, List<String> content) {
    lines("  " + name + " {");
    content.forEach(line -> lines("    " + line));
    lines("  }");
  }

  private void lines(String... lines) {
    for (String line : lines) {
      text.append(line).append('\n');
    }
  }
}
