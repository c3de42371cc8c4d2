package dev.lvs.manifest;

import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.api.v1alpha1.AddressPoolSpec;
import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.Lvs;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.RealServerSpec;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kinds that manifests may hold. */
enum Kind {
  VIRTUAL_SERVICE(VirtualService.class, VirtualServiceSpec.class, true),
  REAL_SERVER(RealServer.class, RealServerSpec.class, true),
  DIRECTOR_GROUP(DirectorGroup.class, DirectorGroupSpec.class, false),
  ADDRESS_POOL(AddressPool.class, AddressPoolSpec.class, false),
  NODE(Node.class, null, false),
  NAMESPACE(Namespace.class, null, false);

  private final Class<? extends HasMetadata> type;
  private final @Nullable Class<? extends Record> spec;
  private final boolean namespaced;

  Kind(
      Class<? extends HasMetadata> type,
      @Nullable Class<? extends Record> spec,
      boolean namespaced) {
    this.type = type;
    this.spec = spec;
    this.namespaced = namespaced;
  }

  static Optional<Kind> of(String apiVersion, String kind) {
    return Arrays.stream(values())
        .filter(k -> k.kind().equals(kind) && k.apiVersion().equals(apiVersion))
        .findFirst();
  }

  static Optional<Kind> named(String kind) {
    return Arrays.stream(values()).filter(k -> k.kind().equals(kind)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Kind::kind).toList();
  }

  String kind() {
    return type.getSimpleName();
  }

  String apiVersion() {
    return spec == null ? "v1" : Lvs.GROUP + "/" + Lvs.VERSION;
  }

  /**
   * A resource of this kind.
   *
   * @param content its spec; of a Node the addresses, of a Namespace nothing
   */
  HasMetadata resource(ObjectMeta metadata, @Nullable Record content) {
    HasMetadata resource =
        switch (this) {
          case VIRTUAL_SERVICE -> with((VirtualServiceSpec) content, new VirtualService());
          case REAL_SERVER -> with((RealServerSpec) content, new RealServer());
          case DIRECTOR_GROUP -> with((DirectorGroupSpec) content, new DirectorGroup());
          case ADDRESS_POOL -> with((AddressPoolSpec) content, new AddressPool());
          case NODE -> node((NodeAddresses) content);
          case NAMESPACE -> new Namespace();
        };
    resource.setMetadata(metadata);
    return resource;
  }

  private static <S> HasMetadata with(@Nullable S spec, CustomResource<S, ?> resource) {
    resource.setSpec(spec);
    return resource;
  }

  private static HasMetadata node(@Nullable NodeAddresses addresses) {
    Node node = new Node();
    if (addresses != null) {
      node.setStatus(addresses.model());
    }
    return node;
  }

  /** The other way round: what of {@code resource} is not metadata. */
  @Nullable Record content(HasMetadata resource) {
    return switch (resource) {
      case CustomResource<?, ?> custom -> (Record) custom.getSpec();
      case Node node when node.getStatus() != null -> NodeAddresses.of(node.getStatus());
      default -> null;
    };
  }

  /** Type of the content; empty where there is none. */
  Optional<Class<? extends Record>> contentType() {
    return this == NODE ? Optional.of(NodeAddresses.class) : spec();
  }

  /** Type of the spec, which every field is checked against; empty for kinds of Kubernetes. */
  Optional<Class<? extends Record>> spec() {
    return Optional.ofNullable(spec);
  }

  boolean namespaced() {
    return namespaced;
  }
}
