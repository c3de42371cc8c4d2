package dev.lvs.manifest;

import dev.lvs.api.v1alpha1.ResourceName;
import java.util.Optional;

/**
 * A mistake in a document, at its place.
 *
 * @param resource the one that the document is about, where that can be read
 * @param field path of the field, e.g. {@code spec.ports[0].port}; empty for the whole document
 * @param message a full sentence: what is wrong, and what to do
 */
public record ManifestProblem(
    Place place, Optional<ResourceName> resource, String field, Flaw flaw, String message) {

  /** One line: place, resource, field, reason, message. */
  @Override
  public String toString() {
    return place
        + ": "
        + resource.map(name -> name + ": ").orElse("")
        + (field.isEmpty() ? "" : field + ": ")
        + flaw.text()
        + ": "
        + message;
  }
}
