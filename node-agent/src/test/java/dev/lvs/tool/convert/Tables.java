package dev.lvs.tool.convert;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ForwardingMethod.DirectRouting;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Tunnel;
import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Tables at random, such as a kernel takes from ipvsadm. */
public final class Tables {
  private static final List<String> SCHEDULERS =
      List.of(
          "rr", "wrr", "lc", "wlc", "fo", "ovf", "lblc", "lblcr", "dh", "sh", "mh", "sed", "nq",
          "twos");

  private static final List<ForwardingMethod> METHODS =
      List.of(new Masquerade(), new DirectRouting(), Tunnel.ipip());

  private static final List<ForwardingMethod> TUNNELS =
      List.of(
          new Tunnel(TunnelType.GUE, 6080, TunnelChecksum.NONE),
          new Tunnel(TunnelType.GUE, 6082, TunnelChecksum.REMCSUM),
          new Tunnel(TunnelType.GRE, 0, TunnelChecksum.CSUM));

  private final Random random;
  private final boolean everything;

  /**
   * A source of tables.
   *
   * @param everything also IPv6, marks and tunnels of all types
   */
  public Tables(Random random, boolean everything) {
    this.random = random;
    this.everything = everything;
  }

  /** A table with some of its VIPs on interfaces of the node. */
  public KernelState state() {
    Map<ServiceKey, VirtualServer> services = new LinkedHashMap<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      ServiceKey key = key();
      services.put(key, new VirtualServer(key, settings(key), destinations(key)));
    }
    Set<Vip> vips = new HashSet<>();
    for (int last = 10; last < 14; last++) {
      if (random.nextInt(3) > 0) {
        vips.add(new Vip(vip(last), random.nextBoolean() ? "e0" : "dummy0"));
      }
    }
    return new KernelState(services, Set.of(), vips, Map.of());
  }

  private ServiceKey key() {
    if (everything && random.nextInt(4) == 0) {
      return new MarkKey(family(), 1 + random.nextInt(1000));
    }
    Protocol protocol = List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP).get(random.nextInt(3));
    IpAddress address =
        everything && random.nextInt(4) == 0
            ? IpAddress.parse("2001:db8:100::" + (1 + random.nextInt(4)))
            : vip(10 + random.nextInt(4));
    return new AddressKey(protocol, address, List.of(0, 53, 80, 443).get(random.nextInt(4)));
  }

  private AddressFamily family() {
    return random.nextBoolean() ? AddressFamily.IPV4 : AddressFamily.IPV6;
  }

  private static IpAddress vip(int last) {
    return IpAddress.parse("198.51.100." + last);
  }

  private ServiceSettings settings(ServiceKey key) {
    String scheduler = SCHEDULERS.get(random.nextInt(SCHEDULERS.size()));
    Set<ServiceFlag> flags = EnumSet.noneOf(ServiceFlag.class);
    if (random.nextInt(3) == 0) {
      flags.add(ServiceFlag.SCHED_1);
    }
    if (random.nextInt(3) == 0) {
      flags.add(ServiceFlag.SCHED_2);
    }
    boolean udp = key instanceof AddressKey address && address.protocol().equals(Protocol.UDP);
    if (udp && random.nextInt(3) == 0) {
      flags.add(ServiceFlag.ONE_PACKET);
    }
    int whole = key.family() == AddressFamily.IPV4 ? -1 : 128;
    boolean everyPort = key instanceof AddressKey address && address.port() == 0;
    if (!everyPort && random.nextBoolean()) {
      return new ServiceSettings(scheduler, flags, 0, whole, "");
    }
    flags.add(ServiceFlag.PERSISTENT);
    int bits = 1 + random.nextInt(key.family() == AddressFamily.IPV4 ? 32 : 128);
    int mask = random.nextInt(8) == 0 ? 0 : -1 << (32 - bits); // 0.0.0.0 is for all clients
    int netmask = random.nextBoolean() ? whole : key.family() == AddressFamily.IPV4 ? mask : bits;
    String engine = udp && random.nextInt(3) == 0 ? "sip" : "";
    return new ServiceSettings(scheduler, flags, 1 + random.nextInt(86_400), netmask, engine);
  }

  private Map<DestinationKey, DestinationSettings> destinations(ServiceKey key) {
    Map<DestinationKey, DestinationSettings> destinations = new LinkedHashMap<>();
    int port = key instanceof AddressKey address ? address.port() : 0;
    boolean uniform = random.nextBoolean();
    ForwardingMethod common = method();
    DestinationSettings limits = limits(common, 1);
    for (int i = random.nextInt(6); i > 0; i--) {
      DestinationSettings settings =
          uniform
              ? new DestinationSettings(
                  common, weight(), limits.upperThreshold(), limits.lowerThreshold())
              : limits(method(), weight());
      boolean mapped = port != 0 && settings.method() instanceof Masquerade && random.nextBoolean();
      DestinationKey destination = new DestinationKey(address(key), mapped ? 8080 : port);
      // under DR and TUN a real server is there once, whatever its port
      if (destinations.keySet().stream()
          .noneMatch(there -> there.address().equals(destination.address()))) {
        destinations.put(destination, settings);
      }
    }
    return destinations;
  }

  private IpAddress address(ServiceKey key) {
    return key.family() == AddressFamily.IPV4
        ? IpAddress.parse("192.0.2." + (21 + random.nextInt(9)))
        : IpAddress.parse("2001:db8::" + (21 + random.nextInt(9)));
  }

  private ForwardingMethod method() {
    List<ForwardingMethod> methods = everything && random.nextInt(4) == 0 ? TUNNELS : METHODS;
    return methods.get(random.nextInt(methods.size()));
  }

  private int weight() {
    return List.of(0, 1, 1, 3, 100, Integer.MAX_VALUE).get(random.nextInt(6));
  }

  private DestinationSettings limits(ForwardingMethod method, int weight) {
    int upper = random.nextBoolean() ? 0 : 1 + random.nextInt(65_535);
    return new DestinationSettings(method, weight, upper, random.nextInt(upper + 1));
  }
}
