/**
 * The IPVS table: virtual servers and their destinations, their diff, how they are read and how
 * they are changed.
 *
 * <p>May import {@code object}, {@code model}, {@code netlink} with {@code netlink.ipvs} and {@code
 * netlink.route}, and {@code kernel.sysctl}. The decision in it: nothing is ever flushed, and an
 * unchanged table is neither read whole nor allocated again.
 */
@NullMarked
package dev.lvs.agent.kernel.ipvs;

import org.jspecify.annotations.NullMarked;
