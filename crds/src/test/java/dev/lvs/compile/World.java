package dev.lvs.compile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.VirtualService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Resources as trees, to be changed field by field before they are compiled. Nothing checks them on
 * the way, so that compile is seen to find what is wrong by itself.
 */
public final class World {
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "VirtualService", VirtualService.class,
          "RealServer", RealServer.class,
          "DirectorGroup", DirectorGroup.class,
          "AddressPool", AddressPool.class,
          "Node", Node.class);

  private final SortedMap<String, JsonNode> resources = new TreeMap<>();

  /** A resource by kind and name; in namespace shop where the kind has one. */
  public World with(String kind, String name, String yaml) {
    ObjectNode resource = YAML.createObjectNode();
    resource.putObject("metadata").put("name", name);
    if (kind.equals("VirtualService") || kind.equals("RealServer")) {
      resource.withObject("metadata").put("namespace", "shop");
    }
    JsonNode before = resources.getOrDefault(kind + " " + name, resource);
    resources.put(kind + " " + name, merged(before, read(yaml)));
    return this;
  }

  /** All {@code written}, of which a later one replaces an earlier one of its name. */
  public World with(List<Written> written) {
    written.forEach(w -> without(w.kind(), w.name()).with(w.kind(), w.name(), w.yaml()));
    return this;
  }

  public World without(String kind, String name) {
    resources.remove(kind + " " + name);
    return this;
  }

  public Input input() {
    return new Input(
        all(VirtualService.class),
        all(RealServer.class),
        all(DirectorGroup.class),
        all(AddressPool.class),
        all(Node.class),
        List.of());
  }

  private <R extends HasMetadata> List<R> all(Class<R> type) {
    List<R> all = new ArrayList<>();
    resources.forEach(
        (name, tree) -> {
          if (KINDS.get(name.substring(0, name.indexOf(' '))) == type) {
            try {
              all.add(YAML.treeToValue(tree, type));
            } catch (JsonProcessingException e) {
              throw new UncheckedIOException(e);
            }
          }
        });
    return all;
  }

  /** RFC 7386: objects are merged, null removes, all else is replaced. */
  private static JsonNode merged(JsonNode before, JsonNode change) {
    if (!(change instanceof ObjectNode fields)) {
      return change;
    }
    ObjectNode after =
        before instanceof ObjectNode object ? object.deepCopy() : YAML.createObjectNode();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      if (field.getValue().isNull()) {
        after.remove(field.getKey());
      } else {
        after.set(field.getKey(), merged(after.path(field.getKey()), field.getValue()));
      }
    }
    return after;
  }

  /** A resource as YAML. */
  record Written(String kind, String name, String yaml) {}

  private static JsonNode read(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
