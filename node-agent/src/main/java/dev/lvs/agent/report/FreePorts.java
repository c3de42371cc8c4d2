package dev.lvs.agent.report;

import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.ResourceName;

/**
 * The local ports that FULLNAT has left for a resource.
 *
 * @param source e.g. {@code VirtualService shop/web}
 */
public record FreePorts(ResourceName source, LocalPorts left) {}
