package dev.lvs.agent.kernel;

import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.model.device.TunnelKind;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ForwardingMethod.DirectRouting;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Optional;
import java.util.Set;

/** Things of a small node, for tests. */
public final class Samples {
  public static final ServiceKey WEB = new AddressKey(Protocol.TCP, ip("192.0.2.10"), 80);
  public static final ServiceKey WEB6 = new AddressKey(Protocol.TCP, ip("2001:db8::10"), 80);
  public static final ServiceKey MARKED = new MarkKey(AddressFamily.IPV6, 7);

  public static final DestinationKey FIRST = new DestinationKey(ip("198.51.100.21"), 80);
  public static final DestinationKey SECOND = new DestinationKey(ip("198.51.100.22"), 80);
  public static final DestinationKey THIRD = new DestinationKey(ip("198.51.100.23"), 80);
  public static final DestinationKey FIRST6 = new DestinationKey(ip("2001:db8:1::21"), 80);

  public static final ServiceSettings ROUND_ROBIN = new ServiceSettings("rr", Set.of(), 0, -1, "");
  public static final ServiceSettings ROUND_ROBIN6 =
      new ServiceSettings("rr", Set.of(), 0, 128, "");
  public static final DestinationSettings ONE =
      new DestinationSettings(new DirectRouting(), 1, 0, 0);

  public static final Vip VIP = new Vip(ip("192.0.2.10"), "eth0");
  public static final Vip VIP6 = new Vip(ip("2001:db8::10"), "eth0");
  public static final Vip HIDDEN_VIP = new Vip(ip("192.0.2.10"), "lo");
  public static final TunnelDevice TUNNEL =
      new TunnelDevice("lvsipip", TunnelKind.IPIP, ip("198.51.100.21"));

  public static final SyncDaemon MASTER =
      new SyncDaemon(
          SyncDaemon.State.MASTER, "eth0", 1, Optional.of(ip("224.0.0.81")), 8848, 1, 1400);
  public static final SyncDaemon BACKUP =
      new SyncDaemon(
          SyncDaemon.State.BACKUP, "eth0", 1, Optional.of(ip("224.0.0.81")), 8848, 1, 1472);

  /** Service that somebody else put there. */
  public static final ServiceKey FOREIGN = new AddressKey(Protocol.UDP, ip("192.0.2.99"), 53);

  public static final Vip FOREIGN_VIP = new Vip(ip("192.0.2.99"), "eth0");

  public static final String ARP_IGNORE = "net/ipv4/conf/eth0/arp_ignore";
  public static final String ARP_ANNOUNCE = "net/ipv4/conf/eth0/arp_announce";

  private Samples() {}

  public static IpAddress ip(String text) {
    return IpAddress.parse(text);
  }

  public static IpvsChange add(ServiceKey service) {
    return new AddService(
        service, service.family() == AddressFamily.IPV4 ? ROUND_ROBIN : ROUND_ROBIN6);
  }

  public static IpvsChange add(ServiceKey service, DestinationKey destination) {
    return new AddDestination(service, destination, ONE);
  }

  public static ServiceSettings scheduler(String name) {
    return new ServiceSettings(name, Set.of(), 0, -1, "");
  }

  public static DestinationSettings weight(int weight) {
    return new DestinationSettings(new DirectRouting(), weight, 0, 0);
  }

  public static DestinationSettings by(ForwardingMethod method) {
    return new DestinationSettings(method, 1, 0, 0);
  }
}
