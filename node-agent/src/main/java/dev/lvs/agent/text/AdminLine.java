package dev.lvs.agent.text;

import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.Change.AddDestination;
import dev.lvs.agent.model.Change.AddRoute;
import dev.lvs.agent.model.Change.AddService;
import dev.lvs.agent.model.Change.AddTunnel;
import dev.lvs.agent.model.Change.AddVip;
import dev.lvs.agent.model.Change.DeleteDestination;
import dev.lvs.agent.model.Change.DeleteRoute;
import dev.lvs.agent.model.Change.DeleteService;
import dev.lvs.agent.model.Change.DeleteTable;
import dev.lvs.agent.model.Change.DeleteTunnel;
import dev.lvs.agent.model.Change.DeleteVip;
import dev.lvs.agent.model.Change.EditDestination;
import dev.lvs.agent.model.Change.EditService;
import dev.lvs.agent.model.Change.ReplaceTable;
import dev.lvs.agent.model.Change.StartDaemon;
import dev.lvs.agent.model.Change.StopDaemon;
import dev.lvs.agent.model.Change.SysctlChange;
import dev.lvs.agent.model.Change.TimeoutChange;
import dev.lvs.agent.model.GuePort;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.TunnelDevice;
import dev.lvs.agent.model.TunnelKind;
import dev.lvs.agent.model.Vip;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The line an admin would type to make a change by hand. */
public final class AdminLine {
  private AdminLine() {}

  public static String of(Change change) {
    return switch (change) {
      case AddService(var service, var settings) ->
          "ipvsadm -A " + ServiceText.key(service) + ServiceText.settings(service, settings);
      case EditService(var service, var settings) ->
          "ipvsadm -E " + ServiceText.key(service) + ServiceText.settings(service, settings);
      case DeleteService(var service) -> "ipvsadm -D " + ServiceText.key(service);
      case AddDestination(var service, var destination, var settings) ->
          "ipvsadm -a "
              + ServiceText.key(service)
              + " -r "
              + destination
              + DestinationText.settings(settings);
      case EditDestination(var service, var destination, var settings) ->
          "ipvsadm -e "
              + ServiceText.key(service)
              + " -r "
              + destination
              + DestinationText.settings(settings);
      case DeleteDestination(var service, var destination) ->
          "ipvsadm -d " + ServiceText.key(service) + " -r " + destination;
      case AddTunnel(TunnelDevice device) ->
          "ip link add " + device.name() + " up type " + tunnel(device);
      case AddTunnel(GuePort port) -> fou(port, "add") + " gue";
      case DeleteTunnel(TunnelDevice device) -> "ip link del " + device.name();
      case DeleteTunnel(GuePort port) -> fou(port, "del");
      case AddRoute(var host) -> "ip route add " + host + " via " + host;
      case DeleteRoute(var host) -> "ip route del " + host + " via " + host;
      case ReplaceTable(var rules) -> RulesText.replace(rules);
      case DeleteTable() -> "nft delete table inet " + PacketRules.TABLE;
      case AddVip(var vip) -> "ip addr add " + address(vip) + lifetime(vip);
      case DeleteVip(var vip) -> "ip addr del " + address(vip);
      case SysctlChange sysctl -> sysctl(sysctl.path(), sysctl.value());
      case TimeoutChange one -> timeout(one.timeout(), one.seconds());
      case StartDaemon(var daemon) -> "ipvsadm " + DaemonText.start(daemon);
      case StopDaemon(var daemon) -> "ipvsadm " + DaemonText.stop(daemon.state());
    };
  }

  private static String address(Vip vip) {
    return vip.address() + "/" + vip.address().family().bits() + " dev " + vip.device();
  }

  /** IPv6 VIPs are there at once and never a source address; IPv4 knows neither. */
  private static String lifetime(Vip vip) {
    return switch (vip.address().family()) {
      case IPV4 -> "";
      case IPV6 -> " nodad preferred_lft 0";
    };
  }

  private static String tunnel(TunnelDevice device) {
    String mode = device.kind() == TunnelKind.IP6TNL ? " mode any" : "";
    String any =
        switch (device.kind().outer()) {
          case IPV4 -> "any";
          case IPV6 -> "::";
        };
    return device.kind().kernelName()
        + mode
        + " local "
        + device.local()
        + " remote "
        + any
        + (device.checksum() ? " icsum" : "");
  }

  private static String fou(GuePort port, String verb) {
    String family =
        switch (port.family()) {
          case IPV4 -> "";
          case IPV6 -> "-6 ";
        };
    return "ip " + family + "fou " + verb + " port " + port.port();
  }

  /** The three timeouts have one option, in which 0 leaves one as it is. */
  private static String timeout(Timeout timeout, int seconds) {
    return Arrays.stream(Timeout.values())
        .map(each -> String.valueOf(each == timeout ? seconds : 0))
        .collect(Collectors.joining(" ", "ipvsadm --set ", ""));
  }

  private static String sysctl(String path, String value) {
    // sysctl swaps the two: a dot inside a name, as in eth0.100, is written as a slash
    StringBuilder name = new StringBuilder(path);
    for (int i = 0; i < name.length(); i++) {
      switch (name.charAt(i)) {
        case '/' -> name.setCharAt(i, '.');
        case '.' -> name.setCharAt(i, '/');
        default -> {}
      }
    }
    String assignment = name + "=" + value;
    return "sysctl -w " + (value.contains(" ") ? "'" + assignment + "'" : assignment);
  }
}
