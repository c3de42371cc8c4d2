package dev.lvs.api.schema;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lvs.api.v1alpha1.AlwaysChecked;
import dev.lvs.api.v1alpha1.MergeKeys;
import dev.lvs.api.v1alpha1.NumberOrText;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Seconds;
import dev.lvs.api.v1alpha1.TimeSpan;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Adds to a generated schema what the generator cannot say, by walking the schema together with the
 * record it was made from.
 *
 * @param forPeople whether people write this part: then everything has a bound, which the API
 *     server needs to estimate what a rule may cost, and the rules stay. What the system writes for
 *     itself may be long, is merged whole, and is not checked twice, unless a record asks for it
 *     ({@link AlwaysChecked}); that it is never changed is a rule there too.
 */
record Refinement(boolean forPeople) {

  /** Types that are written as one text, and the texts that each reads. */
  private static final Map<Class<?>, String> TEXTS =
      Map.of(
          IpAddress.class, IpAddress.PATTERN,
          ServiceKey.class, ServiceKey.PATTERN,
          VipPorts.class, VipPorts.PATTERN,
          ResourceName.class, ResourceName.PATTERN);

  private static final long LONGEST_TEXT = 253;
  private static final long LONGEST_LIST = 64;

  void refine(JSONSchemaProps schema, Class<?> type) {
    // the generator writes a rule twice where it stands on a component
    schema.setXKubernetesValidations(
        new LinkedHashSet<>(schema.getXKubernetesValidations())
            .stream()
                .filter(rule -> isChecked(type) || rule.getRule().contains("oldSelf"))
                .toList());
    for (RecordComponent component : type.getRecordComponents()) {
      Field field = field(type, component.getName());
      JSONSchemaProps property = requireNonNull(schema.getProperties().get(nameOf(field)));
      value(property, component.getGenericType(), field);
    }
  }

  private boolean isChecked(Class<?> type) {
    return forPeople || type.isAnnotationPresent(AlwaysChecked.class);
  }

  private void value(JSONSchemaProps schema, Type type, Field field) {
    if (type instanceof Class<?> single) {
      element(schema, single, field, sizeOf(field, LONGEST_TEXT));
      return;
    }
    var container = (ParameterizedType) type;
    var elementType = (Class<?>) container.getActualTypeArguments()[0];
    if (container.getRawType() == List.class) {
      element(schema.getItems().getSchema(), elementType, field, LONGEST_TEXT);
      list(schema, elementType, field);
    } else {
      element(schema.getAdditionalProperties().getSchema(), elementType, field, LONGEST_TEXT);
      schema.setMaxProperties(
          isChecked(field.getDeclaringClass()) ? sizeOf(field, LONGEST_LIST) : null);
    }
  }

  private void list(JSONSchemaProps schema, Class<?> item, Field field) {
    schema.setMaxItems(
        forPeople || (isChecked(field.getDeclaringClass()) && field.isAnnotationPresent(Size.class))
            ? sizeOf(field, LONGEST_LIST)
            : null);
    MergeKeys keys = field.getAnnotation(MergeKeys.class);
    if (item == Condition.class) {
      schema.setXKubernetesListType("map");
      schema.setXKubernetesListMapKeys(List.of("type"));
    } else if (keys != null && keys.value().length == 0) {
      schema.setXKubernetesListType("atomic");
    } else if (keys != null) {
      schema.setXKubernetesListType("map");
      schema.setXKubernetesListMapKeys(List.of(keys.value()));
    } else {
      schema.setXKubernetesListType(item.isRecord() || !forPeople ? "atomic" : "set");
    }
  }

  private void element(JSONSchemaProps schema, Class<?> type, Field field, long longest) {
    Pattern pattern = field.getAnnotation(Pattern.class);
    if (pattern != null) {
      schema.setPattern(pattern.value());
    }
    if (field.isAnnotationPresent(NumberOrText.class)) {
      schema.setType(null);
      schema.setXKubernetesIntOrString(true);
    } else if (type == Seconds.class) {
      schema.setPattern(Seconds.PATTERN);
      schema.setMaxLength(10L);
    } else if (type == TimeSpan.class) {
      schema.setPattern(TimeSpan.PATTERN);
      schema.setMaxLength(11L);
    } else if (TEXTS.containsKey(type)) {
      schema.setPattern(TEXTS.get(type));
    } else if (type == Protocol.class) {
      schema.setEnum(
          Protocol.NAMED.stream().map(Protocol::toString).map(Refinement::text).toList());
    } else if (type == LabelSelector.class) {
      Upstream.labelSelector(schema);
    } else if (type == Condition.class) {
      Upstream.condition(schema);
    } else if (type.isRecord()) {
      refine(schema, type);
    } else if (type.isEnum()) {
      schema.setEnum(constants(type));
    } else if (type == String.class) {
      schema.setMaxLength(forPeople ? longest : null);
    } else if (type == Long.class) {
      schema.setFormat("int64");
    } else if (type == Integer.class || type == int.class) {
      schema.setFormat("int32");
    }
  }

  private static long sizeOf(Field field, long otherwise) {
    Size size = field.getAnnotation(Size.class);
    return size == null ? otherwise : size.max();
  }

  /** In the order of their declaration, which is the order of the guide; the generator sorts. */
  private static List<JsonNode> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> field(type, ((Enum<?>) constant).name()))
        .map(field -> text(nameOf(field)))
        .toList();
  }

  private static JsonNode text(String value) {
    return new TextNode(value);
  }

  /** What a component is called in a manifest. */
  static String nameOf(Class<?> record, RecordComponent component) {
    return nameOf(field(record, component.getName()));
  }

  private static String nameOf(Field field) {
    JsonProperty renamed = field.getAnnotation(JsonProperty.class);
    return renamed == null ? field.getName() : renamed.value();
  }

  private static Field field(Class<?> type, String name) {
    try {
      return type.getDeclaredField(name);
    } catch (NoSuchFieldException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
