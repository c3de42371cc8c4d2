/**
 * Host addresses: the VIPs of a director, and the hidden ones of real servers.
 *
 * <p>May import {@code object}, {@code model}, {@code netlink} with {@code netlink.route}, and
 * {@code syscall}. The decision in it: neighbours are told of an address right after it was added.
 */
@NullMarked
package dev.lvs.agent.kernel.address;

import org.jspecify.annotations.NullMarked;
