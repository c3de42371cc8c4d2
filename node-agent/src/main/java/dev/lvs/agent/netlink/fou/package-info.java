/**
 * Foo over UDP: ports at which the kernel unwraps GUE, as values, both ways.
 *
 * <p>Imports {@code model}, {@code netlink} and {@code dev.lvs.net} and {@code dev.lvs.ipvs}; it
 * sends nothing. The decision in it: of all that fou can do only GUE on every address of the node
 * is known here; what else listens at a port is nobody's and shows when the port is asked for.
 */
@NullMarked
package dev.lvs.agent.netlink.fou;

import org.jspecify.annotations.NullMarked;
