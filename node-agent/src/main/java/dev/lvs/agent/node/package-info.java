/**
 * Finds out what a node is: its interfaces, routes and features, the chains of its firewall, and
 * what the process may do.
 *
 * <p>May import the kinds that it reads facts with, {@code netlink}, {@code syscall}, {@code
 * xtables}, {@code retry} and {@code model}. The decision in it: what is dear to find out is asked
 * for only where a plan needs it, and is kept.
 */
@NullMarked
package dev.lvs.agent.node;

import org.jspecify.annotations.NullMarked;
