package dev.lvs.tool.convert;

import static java.util.Objects.requireNonNull;

import dev.lvs.agent.model.DestinationSettings;
import dev.lvs.agent.model.ForwardingMethod;
import dev.lvs.agent.model.ServiceFlag;
import dev.lvs.agent.model.ServiceSettings;
import dev.lvs.agent.model.VirtualServer;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Writes virtual servers that one VirtualService can say, with the RealServers that are made for
 * it.
 *
 * <p>Real servers are written inline as long as a manifest can hold them so; where they differ in
 * method, tunnel or thresholds, or are too many, each becomes a RealServer.
 */
final class ServiceManifests {
  /** The label by which a VirtualService chooses the RealServers that are made for it. */
  static final String LABEL = "lvs.dev/virtual-service";

  private static final int MOST_INLINE = 128;

  private final String namespace;

  ServiceManifests(String namespace) {
    this.namespace = namespace;
  }

  /**
   * The manifests of one draft.
   *
   * @param origin where it is said
   * @param additions what is left of those of the block
   */
  ServiceDraft draft(
      ServiceBlock block,
      SharedServers shared,
      ServiceNames names,
      Origin origin,
      Additions additions) {
    VirtualServer sample = shared.sample();
    List<Document> realServers =
        isInline(shared.destinations()) ? List.of() : realServers(block, shared, names);
    SequencedMap<String, Object> spec = new LinkedHashMap<>();
    identity(spec, shared);
    settings(spec, sample.key(), sample.settings());
    spec.put("forwarding", Fields.forwarding(method(shared.destinations())));
    spec.put("realServers", sources(names.service(), shared.destinations(), realServers));
    thresholds(shared.destinations(), spec);
    if (!names.group().equals(Resolver.DEFAULT_GROUP)) {
      spec.put("directorGroup", names.group());
    }
    Document service =
        new Document(
            new ResourceName("VirtualService", namespace, names.service()),
            origin,
            Map.of(),
            spec,
            additions);
    return new ServiceDraft(block, shared, names, service, realServers);
  }

  private static void identity(SequencedMap<String, Object> spec, SharedServers shared) {
    switch (shared.sample().key()) {
      case AddressKey key -> {
        spec.put("addresses", shared.vips().stream().map(IpAddress::toString).toList());
        spec.put("ports", shared.ports().stream().map(port -> port(key.protocol(), port)).toList());
      }
      case MarkKey key -> {
        spec.put("firewallMark", key.mark());
        if (!shared.destinations().family().equals(Optional.of(key.family()))) {
          spec.put("firewallMarkFamily", key.family().text());
        }
      }
    }
  }

  private static Map<String, Object> port(Protocol protocol, int number) {
    Map<String, Object> port = new LinkedHashMap<>();
    if (!protocol.equals(Protocol.TCP)) {
      port.put("protocol", protocol.toString());
    }
    port.put("port", number);
    return port;
  }

  private static void settings(
      SequencedMap<String, Object> spec, ServiceKey key, ServiceSettings settings) {
    spec.put("scheduler", settings.scheduler());
    if (!Fields.flags(settings).isEmpty()) {
      spec.put("schedulerFlags", Fields.flags(settings));
    }
    if (settings.flags().contains(ServiceFlag.ONE_PACKET)) {
      spec.put("onePacket", true);
    }
    Fields.persistence(key, settings).ifPresent(field -> spec.put("persistence", field));
  }

  private static ForwardingMethod method(Destinations destinations) {
    return destinations
        .first()
        .map(DestinationSettings::method)
        .orElseGet(ForwardingMethod.Masquerade::new);
  }

  private static boolean isInline(Destinations destinations) {
    return destinations.areUniform() && destinations.byKey().size() <= MOST_INLINE;
  }

  private static Map<String, Object> sources(
      String name, Destinations destinations, List<Document> realServers) {
    return realServers.isEmpty() && !destinations.byKey().isEmpty()
        ? Map.of("inline", destinations.inline())
        : Map.of("selector", Map.of("matchLabels", Map.of(LABEL, name)));
  }

  private static void thresholds(Destinations destinations, SequencedMap<String, Object> spec) {
    destinations
        .first()
        .filter(_ -> isInline(destinations))
        .ifPresent(settings -> thresholds(settings, spec));
  }

  private static void thresholds(DestinationSettings settings, SequencedMap<String, Object> spec) {
    if (settings.upperThreshold() != 0 || settings.lowerThreshold() != 0) {
      SequencedMap<String, Object> thresholds = new LinkedHashMap<>();
      thresholds.put("upper", settings.upperThreshold());
      if (settings.lowerThreshold() != 0) {
        thresholds.put("lower", settings.lowerThreshold());
      }
      spec.put("thresholds", thresholds);
    }
  }

  private List<Document> realServers(ServiceBlock block, SharedServers shared, ServiceNames names) {
    ForwardingMethod common = method(shared.destinations());
    List<Document> documents = new ArrayList<>();
    shared
        .destinations()
        .byKey()
        .forEach(
            (key, settings) ->
                documents.add(
                    new Document(
                        new ResourceName(
                            "RealServer",
                            namespace,
                            requireNonNull(
                                names.servers().get(key), "every real server has a name")),
                        block.place(shared.absolute(key)),
                        Map.of(LABEL, names.service()),
                        realServer(key, settings, common),
                        Additions.none())));
    return documents;
  }

  private static SequencedMap<String, Object> realServer(
      DestinationKey key, DestinationSettings settings, ForwardingMethod common) {
    SequencedMap<String, Object> spec = new LinkedHashMap<>();
    spec.put("address", key.address().toString());
    Destinations.port(key).ifPresent(port -> spec.put("port", port));
    spec.put("weight", settings.weight());
    if (!settings.method().equals(common)) {
      spec.put("forwarding", Fields.method(settings.method()).orElse("NAT"));
      Fields.tunnel(settings.method()).ifPresent(tunnel -> spec.put("tunnel", tunnel));
    }
    thresholds(settings, spec);
    return spec;
  }
}
