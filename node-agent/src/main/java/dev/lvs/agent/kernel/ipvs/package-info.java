/**
 * The IPVS table: virtual servers and their destinations, how they differ, are read and are
 * changed.
 *
 * <p>May import {@code object}, {@code model}, {@code netlink} with {@code netlink.ipvs} and {@code
 * netlink.route}, and {@code kernel.sysctl}. The decision in it: nothing is ever flushed, and a
 * table that is as it was is neither read whole nor made anew in memory.
 */
@NullMarked
package dev.lvs.agent.kernel.ipvs;

import org.jspecify.annotations.NullMarked;
