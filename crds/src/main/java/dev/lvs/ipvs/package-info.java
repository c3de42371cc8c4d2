/**
 * Identity of IPVS objects: protocol, ports of a VIP, the key of a virtual server and of a
 * destination, the type and checksum of a tunnel. Resources, plans and the agent share these types.
 *
 * <p>May import {@code dev.lvs.net} and Jackson's annotations. The decision in it: identity can
 * express whatever a kernel can report, also what no resource may ask for; what may be asked for is
 * decided by the resources.
 */
@NullMarked
package dev.lvs.ipvs;

import org.jspecify.annotations.NullMarked;
