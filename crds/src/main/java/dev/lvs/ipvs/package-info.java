/**
 * The identity of what IPVS holds: protocol, ports of a VIP, the key of a virtual service and of a
 * destination, and what a tunnel is told by. Resources, plans and the agent mean the same by it.
 *
 * <p>May import {@code dev.lvs.net} and Jackson's annotations. The decision in it: identity can say
 * whatever a kernel can answer, also what nobody may ask for; what may be asked for is said by the
 * resources.
 */
@NullMarked
package dev.lvs.ipvs;

import org.jspecify.annotations.NullMarked;
