package dev.lvs.agent.report;

import dev.lvs.api.v1alpha1.ResourceName;
import java.time.Instant;
import java.util.Optional;

/**
 * Progress of the drains of a resource: connections and persistence templates that are left.
 *
 * @param source e.g. {@code VirtualService shop/web}
 * @param servers how many of its real servers are drained
 * @param connections active and inactive ones, of all of these
 * @param templates of persistence, that lead to these
 * @param until when the last of them is removed regardless; empty where that waits for connections
 */
public record DrainProgress(
    ResourceName source, int servers, long connections, long templates, Optional<Instant> until) {}
