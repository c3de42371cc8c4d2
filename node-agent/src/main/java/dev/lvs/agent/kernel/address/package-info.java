/**
 * Host addresses: the VIPs of a director, and the hidden ones of real servers.
 *
 * <p>May import {@code object}, {@code model}, {@code netlink} with {@code netlink.route}, {@code
 * retry}, and {@code kernel.neighbour} and {@code kernel.sysctl}, on which its prerequisites are.
 * The decision in it: a hidden address is added only once ARP is known to be suppressed for it, and
 * one that is announced by others ends without this agent.
 */
@NullMarked
package dev.lvs.agent.kernel.address;

import org.jspecify.annotations.NullMarked;
