package dev.lvs.deploy.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Map;

/** The shortest manifest of each kind, as changed by a line of {@code rules.txt}. */
final class ShortestManifest {

  private static final Map<String, String> SPECS =
      Map.of(
          "VirtualService",
          """
          addresses: [192.0.2.10]
          ports: [{port: 80}]
          forwarding: {method: NAT}
          realServers: {selector: {matchLabels: {app: web}}}
          """,
          "RealServer",
          "address: 192.0.2.21",
          "DirectorGroup",
          "nodeSelector: {matchLabels: {lvs.dev/director: 'true'}}",
          "AddressPool",
          "addresses: [192.0.2.0/24]");

  private static final YAMLMapper YAML = new YAMLMapper();

  private ShortestManifest() {}

  static boolean namespaced(String kind) {
    return kind.equals("VirtualService") || kind.equals("RealServer");
  }

  /** The spec of {@code kind} with the fields of {@code changes}; a null there removes one. */
  static Map<String, Object> spec(String kind, String changes) {
    Map<String, Object> spec = fields(requireNonNull(SPECS.get(kind)));
    fields(changes)
        .forEach(
            (field, value) -> {
              if (value == null) {
                spec.remove(field);
              } else {
                spec.put(field, value);
              }
            });
    return spec;
  }

  /** The whole manifest, named {@code web}, as text. */
  static String text(String kind, String changes) {
    try {
      return YAML.writeValueAsString(
          Map.of(
              "apiVersion",
              "lvs.dev/v1alpha1",
              "kind",
              kind,
              "metadata",
              Map.of("name", "web"),
              "spec",
              spec(kind, changes)));
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException(changes, wrong);
    }
  }

  private static Map<String, Object> fields(String text) {
    try {
      return YAML.readValue(text, new TypeReference<>() {});
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException(text, wrong);
    }
  }
}
