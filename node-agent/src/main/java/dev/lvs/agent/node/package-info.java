/**
 * Reads the facts of a node: its interfaces, routes and kernel features, the chains of its
 * firewall, and the capabilities of the process.
 *
 * <p>May import the kinds that it reads facts with, {@code netlink}, {@code syscall}, {@code
 * xtables}, {@code retry} and {@code model}. The decision in it: facts that are expensive to read
 * are read only where a plan needs them, and are cached.
 */
@NullMarked
package dev.lvs.agent.node;

import org.jspecify.annotations.NullMarked;
