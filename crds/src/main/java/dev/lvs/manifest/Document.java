package dev.lvs.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** A resource and its position in a file. */
public record Document(Place place, HasMetadata resource) {}
