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

  Class<? extends HasMetadata> type() {
    return type;
  }

  /** Type of the spec, which every field is checked against; empty for kinds of Kubernetes. */
  Optional<Class<? extends Record>> spec() {
    return Optional.ofNullable(spec);
  }

  boolean namespaced() {
    return namespaced;
  }
}
