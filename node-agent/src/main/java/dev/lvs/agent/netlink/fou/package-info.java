/**
 * Foo over UDP: ports at which the kernel decapsulates GUE, as values, both ways.
 *
 * <p>Imports {@code model}, {@code netlink} and {@code dev.lvs.net} and {@code dev.lvs.ipvs}; it
 * sends nothing. The decision in it: of all that fou can do only GUE on every address of the node
 * is known here; any other listener on a port is unknown to the agent and shows when the port is
 * requested.
 */
@NullMarked
package dev.lvs.agent.netlink.fou;

import org.jspecify.annotations.NullMarked;
