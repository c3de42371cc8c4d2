package dev.lvs.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The manifests that the tests of the operator begin with. */
final class TestManifests {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** Field manager that applies them, as {@code kubectl apply} would. */
  private static final String USER = "kubectl-client-side-apply";

  /** The default group and a pool that admits everybody. */
  static final String ADMIN =
      """
      apiVersion: lvs.dev/v1alpha1
      kind: DirectorGroup
      metadata: {name: default}
      spec: {nodeSelector: {matchLabels: {lvs.dev/director: "true"}}}
      ---
      apiVersion: lvs.dev/v1alpha1
      kind: AddressPool
      metadata: {name: public}
      spec: {addresses: [192.0.2.0/28], limits: {destinations: 100000}}
      """;

  /** Two real servers outside the cluster. */
  static final String SERVERS =
      """
      apiVersion: lvs.dev/v1alpha1
      kind: RealServer
      metadata: {name: web-1, labels: {app: web}}
      spec: {address: 198.51.100.21}
      ---
      apiVersion: lvs.dev/v1alpha1
      kind: RealServer
      metadata: {name: web-2, labels: {app: web}}
      spec: {address: 198.51.100.22}
      """;

  private TestManifests() {}

  /** A service by NAT on {@code vip}:80 for every real server labelled app=web. */
  static String service(String name, String vip) {
    return service(name, vip, "scheduler: wrr");
  }

  /**
   * The same with some of its spec said otherwise.
   *
   * @param change fields of the spec, as inside the braces of a YAML mapping
   */
  static String service(String name, String vip, String change) {
    Map<String, Object> spec = read("{" + change + "}");
    read("""
            addresses: [%s]
            ports: [{port: 80}]
            forwarding: {method: NAT}
            realServers: {selector: {matchLabels: {app: web}}}
            """
            .formatted(vip))
        .forEach(spec::putIfAbsent);
    return write(
        Map.of(
            "apiVersion",
            "lvs.dev/v1alpha1",
            "kind",
            "VirtualService",
            "metadata",
            Map.of("name", name),
            "spec",
            spec));
  }

  /** Applies every document of {@code yaml}; what has a namespace goes into {@code namespace}. */
  static void apply(KubernetesClient client, String namespace, String yaml) {
    List<HasMetadata> items =
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).items();
    client
        .resourceList(items)
        .inNamespace(namespace)
        .resources()
        .forEach(item -> item.fieldManager(USER).forceConflicts().serverSideApply());
  }

  private static Map<String, Object> read(String yaml) {
    try {
      return YAML.readValue(yaml, new TypeReference<LinkedHashMap<String, Object>>() {});
    } catch (JsonProcessingException mistyped) {
      throw new IllegalArgumentException(yaml, mistyped);
    }
  }

  private static String write(Map<String, Object> resource) {
    try {
      return YAML.writeValueAsString(resource);
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException(bug);
    }
  }
}
