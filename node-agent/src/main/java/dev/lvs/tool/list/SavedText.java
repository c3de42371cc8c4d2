package dev.lvs.tool.list;

import dev.lvs.agent.kernel.ipvs.DestinationText;
import dev.lvs.agent.kernel.ipvs.ServiceText;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Bypass;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Unknown;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.netlink.ipvs.Timeouts;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A table as {@code ipvsadm -Sn} writes it, which {@code ipvsadm -R} reads, with what ipvsadm
 * omits: thresholds ({@code -x}, {@code -y}), the third scheduler flag of sh and mh, and that a
 * mark is not negative.
 *
 * @param lines in the order of ipvsadm
 * @param unsayable sentences about settings that no option of ipvsadm expresses, and that the lines
 *     therefore omit
 */
public record SavedText(List<String> lines, List<String> unsayable) {
  private static final Set<Protocol> PROTOCOLS = Set.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP);

  public SavedText {
    lines = List.copyOf(lines);
    unsayable = List.copyOf(unsayable);
  }

  public static SavedText of(Collection<VirtualServer> servers) {
    List<String> lines = new ArrayList<>();
    List<String> unsayable = new ArrayList<>();
    for (VirtualServer server : IpvsadmOrder.plain(servers)) {
      if (isSayable(server.key())) {
        add(server, lines, unsayable);
      } else {
        unsayable.add(server.key() + " is left out: ipvsadm knows TCP, UDP and SCTP only.");
      }
    }
    return new SavedText(lines, unsayable);
  }

  /** A virtual server as the options that name it: {@code -t 192.0.2.10:80}. */
  public static String key(ServiceKey key) {
    return ServiceText.key(key);
  }

  /** {@code --set 900 120 300}. */
  public static String set(Timeouts timeouts) {
    return "--set " + timeouts.tcp() + " " + timeouts.tcpFin() + " " + timeouts.udp();
  }

  /** The timeouts as {@code ipvsadm -L --timeout} shows them. */
  public static String listed(Timeouts timeouts) {
    return "Timeout (tcp tcpfin udp): "
        + timeouts.tcp()
        + " "
        + timeouts.tcpFin()
        + " "
        + timeouts.udp();
  }

  /** A sync daemon as {@code ipvsadm -L --daemon} shows it. */
  public static String listed(SyncDaemon daemon) {
    return daemon.state().text()
        + " sync daemon (mcast="
        + daemon.device()
        + ", syncid="
        + daemon.syncId()
        + ", maxlen="
        + daemon.maxLength()
        + daemon.group().map(group -> ", group=" + group).orElse("")
        + ", port="
        + daemon.port()
        + ", ttl="
        + daemon.ttl()
        + ")";
  }

  private static void add(VirtualServer server, List<String> lines, List<String> unsayable) {
    String key = ServiceText.key(server.key());
    lines.add("-A " + key + ServiceText.settings(server.key(), server.settings()));
    IpvsadmOrder.destinations(server.destinations())
        .forEach(
            entry -> {
              if (isSayable(entry.getValue())) {
                String settings = DestinationText.settings(entry.getValue());
                lines.add("-a " + key + " -r " + entry.getKey() + settings);
              } else {
                unsayable.add(
                    server.key()
                        + ": the real server "
                        + entry.getKey()
                        + " is left out: ipvsadm has no option for its forwarding method ("
                        + DestinationText.word(entry.getValue().method())
                        + ").");
              }
            });
  }

  private static boolean isSayable(ServiceKey key) {
    return !(key instanceof AddressKey address) || PROTOCOLS.contains(address.protocol());
  }

  private static boolean isSayable(DestinationSettings settings) {
    return !(settings.method() instanceof Bypass || settings.method() instanceof Unknown);
  }
}
