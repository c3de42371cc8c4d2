package dev.lvs.api.schema;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanPart;
import dev.lvs.api.v1alpha1.NodeReportPart;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.VirtualService;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CustomResourceInfo;
import io.fabric8.crdv2.generator.ResolvingContext;
import io.fabric8.crdv2.generator.v1.CustomResourceHandler;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

/** Makes the definitions of all kinds. */
final class Definitions {

  static final List<Class<? extends CustomResource<?, ?>>> KINDS =
      List.of(
          AddressPool.class,
          DirectorGroup.class,
          NodePlan.class,
          NodePlanPart.class,
          NodeReportPart.class,
          RealServer.class,
          VirtualService.class);

  private Definitions() {}

  /** One definition per kind. */
  static List<CustomResourceDefinition> generate() {
    return KINDS.stream().map(Definitions::generate).toList();
  }

  /** The record that is the spec (0) or the status (1) of a kind. */
  static Class<?> part(Class<? extends CustomResource<?, ?>> kind, int which) {
    Type[] parts = ((ParameterizedType) kind.getGenericSuperclass()).getActualTypeArguments();
    return (Class<?>) parts[which];
  }

  private static boolean isPart(Class<?> kind) {
    return kind == NodePlanPart.class || kind == NodeReportPart.class;
  }

  static CustomResourceDefinition generate(Class<? extends CustomResource<?, ?>> kind) {
    var handler = new CustomResourceHandler();
    handler.handle(
        CustomResourceInfo.fromClass(kind), ResolvingContext.defaultResolvingContext(false));
    var definition = (CustomResourceDefinition) handler.finish().findFirst().orElseThrow().getKey();
    // `kubectl get lvs` is for people, who see the parts of a plan as that plan
    definition.getSpec().getNames().setCategories(isPart(kind) ? List.of() : List.of("lvs"));
    CustomResourceDefinitionVersion version = definition.getSpec().getVersions().getFirst();
    orderColumns(version, kind);

    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription(kind.getAnnotation(JsonClassDescription.class).value());
    root.setRequired(List.of("spec"));
    JSONSchemaProps spec = requireNonNull(root.getProperties().get("spec"));
    boolean forPeople = kind != NodePlan.class && !isPart(kind);
    spec.setDescription(
        forPeople ? "What is wanted." : "What is wanted; written by the operator alone.");
    new Refinement(forPeople).refine(spec, part(kind, 0));
    if (part(kind, 1) == Void.class) {
      root.getProperties().remove("status");
    } else {
      JSONSchemaProps status = requireNonNull(root.getProperties().get("status"));
      status.setDescription("What has become of it; written by the system.");
      new Refinement(false).refine(status, part(kind, 1));
      if (forPeople) {
        // who waits for a new object must not take it for one that has been seen to
        status.setDefault(JsonNodeFactory.instance.objectNode().put("observedGeneration", 0));
      }
    }
    return definition;
  }

  /** The generator sorts columns by their path; readers want them as they are declared. */
  private static void orderColumns(CustomResourceDefinitionVersion version, Class<?> kind) {
    List<String> declared =
        Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    version
        .getAdditionalPrinterColumns()
        .sort((a, b) -> declared.indexOf(a.getName()) - declared.indexOf(b.getName()));
  }
}
