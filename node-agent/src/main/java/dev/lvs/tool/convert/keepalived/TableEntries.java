package dev.lvs.tool.convert.keepalived;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.keepalived.GroupEntries.Entry;
import dev.lvs.tool.convert.read.Notices;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes the IPVS entries that keepalived would program for a virtual server whose real servers
 * are all up: its defaults and corrections, as {@code validate_check_config} of check_data.c makes
 * them.
 */
final class TableEntries {
  private static final String DEFAULT_SCHEDULER = "wlc";

  private final VirtualServerBlock block;
  private final List<Entry> entries;
  private final Notices notices;
  private int persistence;

  private TableEntries(VirtualServerBlock block, List<Entry> entries, Notices notices) {
    this.block = block;
    this.entries = entries;
    this.notices = notices;
    this.persistence = block.persistence;
  }

  /**
   * The virtual servers of a block.
   *
   * @param entries what it is found by: its own address or mark, or those of its group
   */
  static List<VirtualServer> of(VirtualServerBlock block, List<Entry> entries, Notices notices) {
    return new TableEntries(block, entries, notices).servers();
  }

  private List<VirtualServer> servers() {
    boolean addressed = entries.stream().anyMatch(Entry.Address.class::isInstance);
    Protocol protocol = block.protocol.orElse(Protocol.UDP);
    if (addressed) {
      if (block.protocol.isEmpty()) {
        notices.aside(block.origin, "there is no protocol, and keepalived takes UDP then.");
      }
      if (block.flags.contains(ServiceFlag.ONE_PACKET) && !protocol.equals(Protocol.UDP)) {
        notices.aside(block.origin, "ops is passed over, as keepalived does: it needs UDP.");
        block.flags.remove(ServiceFlag.ONE_PACKET);
      }
      if (persistence == 0 && entries.stream().anyMatch(TableEntries::isEveryPort)) {
        notices.aside(
            block.origin, "there is no port, and keepalived makes it persistent (360 s) then.");
        persistence = VirtualServerBlock.DEFAULT_PERSISTENCE;
      }
    }
    List<VirtualServer> servers = new ArrayList<>();
    for (Entry entry : entries) {
      ServiceKey key =
          switch (entry) {
            case Entry.Address(IpAddress address, int port) ->
                new AddressKey(protocol, address, port);
            case Entry.Mark(long mark, Optional<AddressFamily> family) ->
                new MarkKey(family.orElseGet(this::markFamily), mark);
          };
      servers.add(new VirtualServer(key, settings(key), destinations(key)));
    }
    return servers;
  }

  private static boolean isEveryPort(Entry entry) {
    return entry instanceof Entry.Address(var _, int port) && port == 0;
  }

  /** That of the real servers, where these agree and the mark is of no group; else IPv4. */
  private AddressFamily markFamily() {
    Set<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);
    block.servers.forEach(server -> families.add(server.address.family()));
    boolean agree = families.size() == 1 && !block.grouped;
    return block.family.orElseGet(() -> agree ? families.iterator().next() : AddressFamily.IPV4);
  }

  private ServiceSettings settings(ServiceKey key) {
    Set<ServiceFlag> flags = EnumSet.noneOf(ServiceFlag.class);
    flags.addAll(block.flags);
    String scheduler = block.scheduler.isEmpty() ? DEFAULT_SCHEDULER : block.scheduler;
    int whole = key.family() == AddressFamily.IPV4 ? -1 : AddressFamily.IPV6.bits();
    if (persistence == 0) {
      return new ServiceSettings(scheduler, flags, 0, whole, "");
    }
    flags.add(ServiceFlag.PERSISTENT);
    return new ServiceSettings(
        scheduler, flags, persistence, block.netmask.orElse(whole), block.engine);
  }

  private Map<DestinationKey, DestinationSettings> destinations(ServiceKey key) {
    Map<DestinationKey, DestinationSettings> destinations = new LinkedHashMap<>();
    for (RealServerBlock server : block.servers) {
      ForwardingMethod method = server.method.or(() -> block.method).orElseGet(Masquerade::new);
      DestinationKey destination = new DestinationKey(server.address, port(key, server, method));
      DestinationSettings settings =
          new DestinationSettings(
              method,
              (int) (long) server.weight.orElse(block.weight),
              server.upperThreshold,
              server.lowerThreshold);
      if (destinations.putIfAbsent(destination, settings) == null) {
        block.places.put(destination, server.origin);
        server.destinations.add(destination);
      } else {
        notices.aside(
            server.origin, "left out, as keepalived does: the real server is there already.");
      }
    }
    inhibited(key, destinations);
    return destinations;
  }

  /** A sorry server that is inhibited stands in the table with weight 0 while it is not needed. */
  private void inhibited(ServiceKey key, Map<DestinationKey, DestinationSettings> destinations) {
    Statement sorry = block.around.get("sorry_server");
    if (sorry == null || !block.around.containsKey("sorry_server_inhibit")) {
      return;
    }
    Optional<IpAddress> address = Values.server(sorry.value(1));
    Optional<Integer> port = Values.port(sorry.value(2));
    if (address.isEmpty() || port.isEmpty()) {
      return; // told where the sorry server is
    }
    ForwardingMethod method = block.sorryMethod.or(() -> block.method).orElseGet(Masquerade::new);
    boolean mapped = method instanceof Masquerade && port.get() != 0;
    DestinationKey destination =
        new DestinationKey(address.get(), mapped ? port.get() : servicePort(key));
    if (address.get().family() == key.family() || method instanceof ForwardingMethod.Tunnel) {
      destinations.putIfAbsent(destination, new DestinationSettings(method, 0, 0, 0));
      block.places.put(destination, sorry.in(block.origin));
    }
  }

  private static int servicePort(ServiceKey key) {
    return switch (key) {
      case AddressKey address -> address.port();
      case MarkKey _ -> 0;
    };
  }

  private int port(ServiceKey key, RealServerBlock server, ForwardingMethod method) {
    int servicePort = servicePort(key);
    if (method instanceof Masquerade) {
      // in a group it is left to the packets
      return server.port == 0 && !block.grouped ? servicePort : server.port;
    }
    if (server.port != 0 && server.port != servicePort) {
      notices.aside(
          server.origin,
          "its port is passed over, as keepalived does: DR and TUN keep that of the virtual"
              + " server.");
    }
    return servicePort;
  }
}
