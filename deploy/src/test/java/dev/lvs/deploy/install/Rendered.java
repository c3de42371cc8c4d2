package dev.lvs.deploy.install;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Objects of a rendered installation.
 *
 * @param objects as maps, by kind, name and namespace
 */
record Rendered(Map<String, Map<String, Object>> objects) {
  /** Labels that only Helm gives. */
  private static final List<String> HELM_LABELS =
      List.of(
          "app.kubernetes.io/managed-by",
          "app.kubernetes.io/instance",
          "app.kubernetes.io/version",
          "helm.sh/chart");

  static Rendered of(String yaml) {
    Map<String, Map<String, Object>> objects = new TreeMap<>();
    for (String document : ("\n" + yaml).split("\n---(\\s|$)", -1)) {
      Map<?, ?> read = Serialization.unmarshal(document, Map.class);
      if (read != null) {
        Map<String, Object> object = map(read);
        Object namespace = map(at(object, "metadata")).getOrDefault("namespace", "");
        objects.put(
            "%s %s %s"
                .formatted(object.get("kind"), at(object, "metadata", "name"), namespace)
                .strip(),
            object);
      }
    }
    return new Rendered(objects);
  }

  /** Without what Helm says of a release, and without the namespace that it makes otherwise. */
  Rendered withoutHelm() {
    for (Map<String, Object> object : objects.values()) {
      Map<String, Object> metadata = map(at(object, "metadata"));
      map(at(metadata, "labels")).keySet().removeAll(HELM_LABELS);
      if (metadata.get("annotations") instanceof Map<?, ?> annotations) {
        annotations.remove("helm.sh/resource-policy");
        if (annotations.isEmpty()) {
          metadata.remove("annotations");
        }
      }
    }
    objects.keySet().removeIf(name -> name.startsWith("Namespace "));
    return this;
  }

  /** A value of one object by its path; numbers are places in a list. */
  Object at(String name, Object... path) {
    return at(Objects.requireNonNull(objects.get(name), name), path);
  }

  private static Object at(Object from, Object... path) {
    Object here = from;
    for (Object step : path) {
      Object next =
          here instanceof List<?> list ? list.get((Integer) step) : map(here).get(step.toString());
      here = Objects.requireNonNull(next, () -> "nothing at " + List.of(path));
    }
    return here;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object object) {
    return (Map<String, Object>) Objects.requireNonNull(object);
  }
}
