package dev.lvs.tool.convert;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.tool.convert.manifest.SpecWords;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import dev.lvs.tool.convert.read.ServiceBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells which parts of a table manifests can express; a kernel can hold more than that. */
final class Sayable {
  private static final Set<Protocol> PROTOCOLS = Set.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP);

  private Sayable() {}

  /** The block with what can be said; none where that is nothing. */
  static Optional<ServiceBlock> part(ServiceBlock block, Notices notices) {
    List<VirtualServer> servers = new ArrayList<>();
    for (VirtualServer server : block.servers()) {
      Optional<String> obstacle = obstacle(server);
      obstacle.ifPresentOrElse(
          why -> notices.table(block.place(server.key()), "left out: " + why),
          () -> servers.add(part(server, block, notices)));
    }
    return servers.isEmpty() ? Optional.empty() : Optional.of(block.with(servers));
  }

  private static Optional<String> obstacle(VirtualServer server) {
    if (server.key() instanceof AddressKey key && !PROTOCOLS.contains(key.protocol())) {
      return Optional.of("manifests have no protocol " + key.protocol() + ".");
    }
    if (server.key() instanceof AddressKey key && key.address().isIpv4Mapped()) {
      return Optional.of(
          "no packet goes to %s, which stands for an IPv4 address; write that."
              .formatted(key.address()));
    }
    if (!server.settings().persistenceEngine().isEmpty()
        && !server.settings().flags().contains(ServiceFlag.PERSISTENT)) {
      return Optional.of("a persistence engine without persistence does nothing.");
    }
    if (SpecWords.scheduler(server.settings().scheduler()).isEmpty()) {
      return Optional.of(
          "scheduler: '%s' is none of %s."
              .formatted(
                  server.settings().scheduler(),
                  Arrays.stream(Scheduler.values())
                      .map(Scheduler::text)
                      .collect(Collectors.joining(", "))));
    }
    return Optional.empty();
  }

  private static VirtualServer part(VirtualServer server, ServiceBlock block, Notices notices) {
    Map<DestinationKey, DestinationSettings> destinations = new LinkedHashMap<>();
    server
        .destinations()
        .forEach(
            (key, settings) -> {
              if (SpecWords.method(settings.method()).isEmpty()) {
                notices.table(
                    block.place(key),
                    "left out: real server %s has a forwarding method that manifests have no word for."
                        .formatted(key));
                return;
              }
              if (key.address().isIpv4Mapped()) {
                notices.table(
                    block.place(key),
                    "left out: no packet goes to %s, which stands for an IPv4 address; write that."
                        .formatted(key.address()));
                return;
              }
              if (settings.lowerThreshold() > settings.upperThreshold()) {
                notices.aside(
                    block.place(key),
                    "left out, as the kernel refuses it: its lower threshold %d is above the upper one, %d."
                        .formatted(settings.lowerThreshold(), settings.upperThreshold()));
                return;
              }
              DestinationKey said = said(server.key(), key, settings.method());
              if (destinations.putIfAbsent(said, limited(settings, block.place(key), notices))
                  != null) {
                notices.table(
                    block.place(key),
                    "left out: real server %s is there already, but for its port, which makes no difference."
                        .formatted(key));
              } else if (!said.equals(key)) {
                notices.aside(
                    block.place(key),
                    "port %d of the real server is written as %d, which is the same to packets."
                        .formatted(key.port(), said.port()));
              }
            });
    return new VirtualServer(
        server.key(), part(server, block.place(server.key()), notices), destinations);
  }

  /** The settings without thresholds where manifests have none as large. */
  private static DestinationSettings limited(
      DestinationSettings settings, Origin origin, Notices notices) {
    if (Math.max(settings.upperThreshold(), settings.lowerThreshold()) <= Integer.MAX_VALUE) {
      return settings;
    }
    notices.table(origin, "its thresholds are left out: in manifests they are at most 2147483647.");
    return new DestinationSettings(settings.method(), settings.weight(), 0, 0);
  }

  /**
   * A destination with the port at which packets reach it. Port 0 is that of the client ({@code
   * ip_vs_schedule}), which is the service's where that has one; and where packets are not
   * rewritten, what stands there says nothing.
   */
  private static DestinationKey said(
      ServiceKey service, DestinationKey key, ForwardingMethod method) {
    boolean rewrites = method instanceof Masquerade;
    return switch (service) {
      case AddressKey address ->
          rewrites && key.port() != 0 ? key : new DestinationKey(key.address(), address.port());
      case MarkKey _ -> rewrites ? key : new DestinationKey(key.address(), 0);
    };
  }

  /** Without persistence the kernel keeps its timeout and mask, and does nothing by them. */
  private static ServiceSettings part(VirtualServer server, Origin origin, Notices notices) {
    ServiceSettings settings = server.settings();
    int whole = server.key().family() == AddressFamily.IPV4 ? -1 : AddressFamily.IPV6.bits();
    boolean idle = settings.timeoutSeconds() != 0 || settings.netmask() != whole;
    if (settings.flags().contains(ServiceFlag.PERSISTENT) || !idle) {
      return settings;
    }
    notices.aside(origin, "its timeout and netmask are left out: it is not persistent.");
    return new ServiceSettings(settings.scheduler(), settings.flags(), 0, whole, "");
  }
}
