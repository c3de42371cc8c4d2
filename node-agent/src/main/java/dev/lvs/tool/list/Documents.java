package dev.lvs.tool.list;

import dev.lvs.agent.kernel.ipvs.DestinationText;
import dev.lvs.agent.kernel.ipvs.SchedulerFlags;
import dev.lvs.agent.kernel.ipvs.ServiceText;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.ipvs.Connection;
import dev.lvs.agent.model.ipvs.DestinationCounters;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Tunnel;
import dev.lvs.agent.model.ipvs.ObservedServer;
import dev.lvs.agent.model.ipvs.ObservedTable;
import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.Statistics;
import dev.lvs.agent.model.ipvs.Statistics.Traffic;
import dev.lvs.agent.netlink.ipvs.Timeouts;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.notation.Notation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes lists into documents for programs ({@link Notation}). Field names are those of NodePlan
 * where it has the field, and are stable; fields may be added.
 */
public final class Documents {
  private Documents() {}

  /** The table, with everything that is known of each entry, in ipvsadm's order. */
  public static Map<String, Object> of(ObservedTable table) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("version", table.version());
    document.put("connectionTableSize", table.connectionTableSize());
    List<Object> services = new ArrayList<>();
    IpvsadmOrder.servers(table.servers()).forEach(server -> services.add(of(server)));
    document.put("services", services);
    return document;
  }

  public static Map<String, Object> of(Timeouts timeouts) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("tcpSeconds", timeouts.tcp());
    document.put("tcpFinSeconds", timeouts.tcpFin());
    document.put("udpSeconds", timeouts.udp());
    return Map.of("timeouts", document);
  }

  public static Map<String, Object> of(List<SyncDaemon> daemons) {
    List<Object> all = new ArrayList<>();
    for (SyncDaemon daemon : daemons) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("state", daemon.state().name().toLowerCase(Locale.ROOT));
      document.put("interface", daemon.device());
      document.put("syncId", daemon.syncId());
      document.put("maxLength", daemon.maxLength());
      daemon.group().ifPresent(group -> document.put("group", group.toString()));
      document.put("port", daemon.port());
      document.put("ttl", daemon.ttl());
      all.add(document);
    }
    return Map.of("daemons", all);
  }

  public static Map<String, Object> of(Connection connection) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("protocol", connection.protocol());
    document.put("state", connection.state());
    document.put("expiresSeconds", connection.expires());
    document.put("client", of(connection.client()));
    document.put("virtual", of(connection.virtual()));
    document.put("server", of(connection.server()));
    if (!connection.engine().isEmpty()) {
      document.put("engine", connection.engine());
      document.put("engineData", connection.engineData());
    }
    return document;
  }

  private static Map<String, Object> of(Connection.End end) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("address", end.address().toString());
    document.put("port", end.port());
    return document;
  }

  private static Map<String, Object> of(ObservedServer observed) {
    return of(observed, _ -> Map.of());
  }

  /**
   * A virtual server, with more of each destination.
   *
   * @param more fields to add
   */
  static Map<String, Object> of(
      ObservedServer observed, Function<DestinationKey, Map<String, Object>> more) {
    ServiceKey key = observed.server().key();
    ServiceSettings settings = observed.server().settings();
    Map<String, Object> document = new LinkedHashMap<>();
    switch (key) {
      case AddressKey address -> {
        document.put("protocol", address.protocol().toString());
        document.put("address", address.address().toString());
        document.put("port", address.port());
      }
      case MarkKey mark -> {
        document.put("firewallMark", mark.mark());
        document.put("family", mark.family() == AddressFamily.IPV4 ? "IPv4" : "IPv6");
      }
    }
    document.put("scheduler", settings.scheduler());
    document.put("schedulerFlags", SchedulerFlags.of(settings));
    document.put("onePacket", settings.flags().contains(ServiceFlag.ONE_PACKET));
    if (settings.flags().contains(ServiceFlag.PERSISTENT)) {
      document.put("persistence", persistence(key, settings));
    }
    statistics(document, observed.statistics());
    List<Object> destinations = new ArrayList<>();
    IpvsadmOrder.destinations(observed.server().destinations())
        .forEach(
            entry -> {
              Map<String, Object> destination =
                  of(entry.getKey(), entry.getValue(), observed.counters(entry.getKey()));
              destination.putAll(more.apply(entry.getKey()));
              destinations.add(destination);
            });
    document.put("destinations", destinations);
    return document;
  }

  private static Map<String, Object> persistence(ServiceKey key, ServiceSettings settings) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("timeoutSeconds", settings.timeoutSeconds());
    ServiceText.netmask(key, settings)
        .ifPresent(
            mask -> {
              switch (key.family()) {
                case IPV4 -> document.put("netmask", mask);
                case IPV6 -> document.put("prefixLength", settings.netmask());
              }
            });
    if (!settings.persistenceEngine().isEmpty()) {
      document.put("engine", settings.persistenceEngine());
    }
    return document;
  }

  private static Map<String, Object> of(
      DestinationKey key, DestinationSettings settings, DestinationCounters counters) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("address", key.address().toString());
    document.put("port", key.port());
    document.put("method", method(settings.method()));
    if (settings.method() instanceof Tunnel tunnel) {
      document.put("tunnel", of(tunnel));
    }
    document.put("weight", settings.weight());
    document.put(
        "thresholds",
        ordered("upper", settings.upperThreshold(), "lower", settings.lowerThreshold()));
    Map<String, Object> connections =
        ordered("active", counters.active(), "inactive", counters.inactive());
    connections.put("persistent", counters.persistent());
    document.put("connections", connections);
    statistics(document, counters.statistics());
    return document;
  }

  private static String method(ForwardingMethod method) {
    return switch (method) {
      case ForwardingMethod.Masquerade _ -> "NAT";
      case ForwardingMethod.DirectRouting _ -> "DR";
      case Tunnel _ -> "TUN";
      case ForwardingMethod.Local _, ForwardingMethod.Bypass _, ForwardingMethod.Unknown _ ->
          DestinationText.word(method);
    };
  }

  private static Map<String, Object> of(Tunnel tunnel) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", tunnel.type().name().toLowerCase(Locale.ROOT));
    if (tunnel.port() != 0) {
      document.put("port", tunnel.port());
    }
    document.put("checksum", tunnel.checksum().name().toLowerCase(Locale.ROOT));
    return document;
  }

  private static void statistics(Map<String, Object> document, Statistics statistics) {
    document.put("total", of(statistics.total()));
    document.put("perSecond", of(statistics.perSecond()));
  }

  private static Map<String, Object> of(Traffic traffic) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("connections", traffic.connections());
    document.put("packetsIn", traffic.packetsIn());
    document.put("packetsOut", traffic.packetsOut());
    document.put("bytesIn", traffic.bytesIn());
    document.put("bytesOut", traffic.bytesOut());
    return document;
  }

  private static Map<String, Object> ordered(String one, long value, String other, long second) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(one, value);
    document.put(other, second);
    return document;
  }
}
