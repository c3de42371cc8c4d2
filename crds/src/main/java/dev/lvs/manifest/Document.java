package dev.lvs.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** A resource and where it stands. */
public record Document(Place place, HasMetadata resource) {}
