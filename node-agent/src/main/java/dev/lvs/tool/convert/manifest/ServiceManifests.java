package dev.lvs.tool.convert.manifest;

import static java.util.Objects.requireNonNull;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.api.v1alpha1.RealServerSources;
import dev.lvs.api.v1alpha1.RealServerSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ServicePort;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.read.Origin;
import dev.lvs.tool.convert.read.ServiceBlock;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes virtual servers that one VirtualService can express, with the RealServers that are made
 * for it.
 *
 * <p>Real servers are written inline as long as a manifest can express them so; where they differ
 * in method, tunnel, thresholds or health check, or are too many, each becomes a RealServer.
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
    List<ManifestDraft> realServers =
        isInline(shared.destinations()) && !isCheckedApart(block, shared)
            ? List.of()
            : realServers(block, shared, names);
    ManifestDraft service =
        new ManifestDraft(
            new ResourceName("VirtualService", namespace, names.service()),
            origin,
            Map.of(),
            spec(shared, names, realServers),
            additions);
    return new ServiceDraft(block, shared, names, service, realServers);
  }

  private static VirtualServiceSpec spec(
      SharedServers shared, ServiceNames names, List<ManifestDraft> realServers) {
    ServiceSettings settings = shared.sample().settings();
    RelativeDestinations destinations = shared.destinations();
    return new VirtualServiceSpec(
        shared.vips().stream().map(IpAddress::toString).toList(),
        null,
        ports(shared),
        SpecWords.scheduler(settings.scheduler()).orElseThrow(),
        SpecWords.flags(settings),
        settings.flags().contains(ServiceFlag.ONE_PACKET),
        SpecWords.persistence(shared.sample().key(), settings).orElse(null),
        shared.sample().key() instanceof MarkKey key ? key.mark() : null,
        family(shared).orElse(null),
        SpecWords.forwarding(method(destinations)),
        sources(names.service(), destinations, realServers),
        destinations
            .first()
            .filter(_ -> realServers.isEmpty())
            .flatMap(SpecWords::thresholds)
            .orElse(null),
        null,
        List.of(),
        null,
        null,
        null,
        null,
        null,
        null,
        names.group().equals(Resolver.DEFAULT_GROUP) ? null : names.group(),
        false);
  }

  private static List<ServicePort> ports(SharedServers shared) {
    return switch (shared.sample().key()) {
      case AddressKey key ->
          shared.ports().stream()
              .map(port -> new ServicePort(null, key.protocol(), port, null, null))
              .toList();
      case MarkKey _ -> List.of();
    };
  }

  /** That of a mark where it is not the one that its real servers give it. */
  private static Optional<AddressFamily> family(SharedServers shared) {
    return shared.sample().key() instanceof MarkKey key
            && !shared.destinations().family().equals(Optional.of(key.family()))
        ? Optional.of(key.family())
        : Optional.empty();
  }

  private static ForwardingMethod method(RelativeDestinations destinations) {
    return destinations
        .first()
        .map(DestinationSettings::method)
        .orElseGet(ForwardingMethod.Masquerade::new);
  }

  private static boolean isInline(RelativeDestinations destinations) {
    return destinations.areUniform() && destinations.byKey().size() <= MOST_INLINE;
  }

  private static boolean isCheckedApart(ServiceBlock block, SharedServers shared) {
    return shared.destinations().keys().stream()
        .anyMatch(key -> !block.checks().own(shared.absolute(key)).isEmpty());
  }

  private static RealServerSources sources(
      String name, RelativeDestinations destinations, List<ManifestDraft> realServers) {
    boolean isInline = realServers.isEmpty() && !destinations.byKey().isEmpty();
    return new RealServerSources(
        isInline ? null : new LabelSelector(List.of(), Map.of(LABEL, name)),
        List.of(),
        null,
        null,
        isInline ? destinations.inline() : List.of());
  }

  private List<ManifestDraft> realServers(
      ServiceBlock block, SharedServers shared, ServiceNames names) {
    ForwardingMethod common = method(shared.destinations());
    List<ManifestDraft> documents = new ArrayList<>();
    shared
        .destinations()
        .byKey()
        .forEach(
            (key, settings) ->
                documents.add(
                    new ManifestDraft(
                        new ResourceName(
                            "RealServer",
                            namespace,
                            requireNonNull(
                                names.servers().get(key), "every real server has a name")),
                        block.place(shared.absolute(key)),
                        Map.of(LABEL, names.service()),
                        realServer(key, settings, common),
                        Additions.of(block.checks().own(shared.absolute(key))))));
    return documents;
  }

  private static RealServerSpec realServer(
      DestinationKey key, DestinationSettings settings, ForwardingMethod common) {
    Optional<ForwardingMethod> own =
        Optional.of(settings.method()).filter(method -> !method.equals(common));
    return new RealServerSpec(
        key.address().toString(),
        null,
        RelativeDestinations.port(key).orElse(null),
        settings.weight(),
        SpecWords.thresholds(settings).orElse(null),
        own.flatMap(SpecWords::method).orElse(null),
        own.flatMap(SpecWords::tunnel).orElse(null),
        null,
        null);
  }
}
