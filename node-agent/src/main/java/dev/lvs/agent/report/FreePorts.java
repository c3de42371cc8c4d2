package dev.lvs.agent.report;

import dev.lvs.api.v1alpha1.LocalPorts;

/**
 * The local ports that FULLNAT has left for a resource.
 *
 * @param source e.g. {@code VirtualService shop/web}
 */
public record FreePorts(String source, LocalPorts left) {}
