package dev.lvs.lab.apiserver;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A control plane with the CRDs of lvs.dev established, as a test uses it. */
public final class Cluster implements AutoCloseable {

  private final ControlPlane plane;
  private final KubernetesClient client;
  private final List<CustomResourceDefinition> definitions;
  private final AtomicInteger namespaces = new AtomicInteger();

  private Cluster(ControlPlane plane) {
    this.plane = plane;
    this.client = plane.newClient();
    this.definitions = committedDefinitions(client);
  }

  /** Starts a control plane of its own, which ends with {@link #close}. */
  public static Cluster start() {
    return of(ControlPlane.start());
  }

  /** The same of one that runs already, which ends with {@link #close}. */
  public static Cluster of(ControlPlane plane) {
    var cluster = new Cluster(plane);
    cluster.establish();
    return cluster;
  }

  /** The control plane itself: its port, kubeconfigs, controllers. */
  public ControlPlane plane() {
    return plane;
  }

  /** The administrator's client, shared by all tests; do not close it. */
  public KubernetesClient client() {
    return client;
  }

  public Kubectl kubectl() {
    return plane.kubectl();
  }

  /** The definitions of our kinds, as they stand in the checkout. */
  public List<CustomResourceDefinition> definitions() {
    return definitions;
  }

  /**
   * A client that acts as somebody else, by impersonation, for tests of RBAC; the caller closes it.
   * A service account is {@code system:serviceaccount:NAMESPACE:NAME}.
   */
  public KubernetesClient as(String user, String... groups) {
    Config access = plane.access();
    access.setImpersonateUsername(user);
    access.setImpersonateGroups(groups);
    return new KubernetesClientBuilder().withConfig(access).build();
  }

  /** A new namespace that nobody else uses. */
  public String namespace() {
    return namespace(Map.of());
  }

  /** A new namespace with labels, for what selects namespaces. */
  public String namespace(Map<String, String> labels) {
    String name = "test-" + namespaces.incrementAndGet();
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build())
        .create();
    return name;
  }

  /** A Node with an internal address, as a kubelet would have registered it. */
  public Node node(String name, String address, Map<String, String> labels) {
    client
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build())
        .create();
    return client
        .nodes()
        .withName(name)
        .editStatus(
            seen ->
                new NodeBuilder(seen)
                    .editOrNewStatus()
                    .addNewAddress(address, "InternalIP")
                    .endStatus()
                    .build());
  }

  /** A token with which a process elsewhere acts as this service account, for one hour. */
  public String token(String namespace, String serviceAccount) {
    TokenRequest wanted =
        new TokenRequestBuilder().withNewSpec().withExpirationSeconds(3600L).endSpec().build();
    return client
        .serviceAccounts()
        .inNamespace(namespace)
        .withName(serviceAccount)
        .tokenRequest(wanted)
        .getStatus()
        .getToken();
  }

  /** Removes every resource of our kinds, finalizers or not, and every Node. */
  public void clear() {
    for (CustomResourceDefinition definition : definitions) {
      String version = definition.getSpec().getVersions().getFirst().getName();
      String kind = definition.getSpec().getNames().getKind();
      client
          .genericKubernetesResources(definition.getSpec().getGroup() + "/" + version, kind)
          .inAnyNamespace()
          .list()
          .getItems()
          .forEach(this::remove);
    }
    client.nodes().delete();
  }

  private void remove(GenericKubernetesResource left) {
    if (!left.getFinalizers().isEmpty()) {
      client
          .resource(left)
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
    }
    client.resource(left).delete();
  }

  @Override
  public void close() {
    client.close();
    plane.close();
  }

  private void establish() {
    definitions.forEach(definition -> client.resource(definition).serverSideApply());
    definitions.forEach(
        definition ->
            client
                .resource(definition)
                .waitUntilCondition(Cluster::isEstablished, 60, TimeUnit.SECONDS));
  }

  private static boolean isEstablished(CustomResourceDefinition definition) {
    // one that has just been made has no status yet, or one without conditions
    return definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
  }

  private static List<CustomResourceDefinition> committedDefinitions(KubernetesClient client) {
    try (Stream<Path> files = Files.list(Checkout.path("crds", "yaml"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(
              file ->
                  client
                      .getKubernetesSerialization()
                      .unmarshal(read(file), CustomResourceDefinition.class))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot list crds/yaml", unreadable);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
