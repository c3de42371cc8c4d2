package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;

/**
 * Kind, namespace and name of a resource, written {@code VirtualService shop/web} or {@code
 * DirectorGroup edge}, in plans and reports too: a plan names some of them ten thousand times.
 *
 * @param namespace empty for a kind that has none
 */
public record ResourceName(String kind, String namespace, String name)
    implements Comparable<ResourceName> {
  /** The texts that are read, as a regular expression for schemas (RE2). */
  public static final String PATTERN = "^[A-Za-z]+ [^ ]+$";

  private static final Comparator<ResourceName> ORDER =
      Comparator.comparing(ResourceName::kind)
          .thenComparing(ResourceName::namespace)
          .thenComparing(ResourceName::name);

  /** The name of {@code resource}. */
  public static ResourceName of(HasMetadata resource) {
    var metadata = resource.getMetadata();
    return new ResourceName(
        resource.getKind(),
        requireNonNullElse(metadata.getNamespace(), ""),
        requireNonNullElse(metadata.getName(), ""));
  }

  /** Reads what {@link #toString} writes, e.g. the source of a plan's entry. */
  @JsonCreator
  public static ResourceName parse(String text) {
    int space = text.indexOf(' ');
    int slash = text.indexOf('/', space + 1);
    if (space < 0) {
      throw new IllegalArgumentException("'" + text + "' does not name a resource");
    }
    return new ResourceName(
        text.substring(0, space),
        slash < 0 ? "" : text.substring(space + 1, slash),
        text.substring((slash < 0 ? space : slash) + 1));
  }

  /** A resource of another kind in the same namespace. */
  public ResourceName sibling(String otherKind, String otherName) {
    return new ResourceName(otherKind, namespace, otherName);
  }

  /**
   * Returns what a message on {@code reader} calls this resource: its name only to those who may
   * see it, in the same namespace or where it belongs to none.
   */
  public String seenBy(ResourceName reader) {
    return namespace.isEmpty() || namespace.equals(reader.namespace)
        ? toString()
        : "a " + kind + " of another namespace";
  }

  @Override
  public int compareTo(ResourceName other) {
    return ORDER.compare(this, other);
  }

  @JsonValue
  @Override
  public String toString() {
    return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
  }
}
