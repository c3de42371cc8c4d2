package dev.lvs.manifest;

import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The metadata of a manifest, as far as it is read. */
record Metadata(
    @Required @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$") @Size(max = 253) String name,
    @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$") @Size(max = 63) @Nullable String namespace,
    Map<String, String> labels,
    Map<String, String> annotations,
    @Nullable String creationTimestamp) {
  /** Fields that the API server writes, and {@code kubectl get -o yaml} therefore shows. */
  static final Set<String> OF_THE_SERVER =
      Set.of(
          "uid",
          "resourceVersion",
          "generation",
          "generateName",
          "managedFields",
          "ownerReferences",
          "finalizers",
          "selfLink",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");

  static Metadata of(ObjectMeta model) {
    return new Metadata(
        model.getName(),
        model.getNamespace(),
        model.getLabels(),
        model.getAnnotations(),
        model.getCreationTimestamp());
  }

  ObjectMeta model() {
    ObjectMeta model = new ObjectMeta();
    model.setName(name);
    model.setNamespace(namespace);
    model.setLabels(labels);
    model.setAnnotations(annotations);
    model.setCreationTimestamp(creationTimestamp);
    return model;
  }
}
