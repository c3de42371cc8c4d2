/**
 * The times after which IPVS forgets a connection without traffic.
 *
 * <p>May import {@code object}, {@code model}, {@code netlink} with {@code netlink.ipvs}, and
 * {@code kernel.ipvs}. The decision in it: they are set and restored like sysctls, each by itself.
 */
@NullMarked
package dev.lvs.agent.kernel.timeout;

import org.jspecify.annotations.NullMarked;
