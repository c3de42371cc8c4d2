/**
 * The directors' part in BGP as it is told to people on the node: which VIPs of each group are on
 * the device that speakers announce from, for how long, and why others are not.
 *
 * <p>May import {@code dev.lvs.net}, the API, {@code model} and routing netlink. The decision in
 * it: only what the kernel shows at that moment counts as announced; a round says why something is
 * not there, and never that it is.
 */
@NullMarked
package dev.lvs.agent.bgp;

import org.jspecify.annotations.NullMarked;
