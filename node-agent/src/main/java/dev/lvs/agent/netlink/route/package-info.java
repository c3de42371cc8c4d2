/**
 * Routing netlink: links, addresses and routes as values, both ways.
 *
 * <p>Imports {@code netlink} and {@code dev.lvs.net} and {@code dev.lvs.ipvs}; it sends nothing.
 * The decision in it: a request says everything that the agent relies on and leaves nothing to the
 * kernel's defaults, which differ between IPv4 and IPv6.
 */
@NullMarked
package dev.lvs.agent.netlink.route;

import org.jspecify.annotations.NullMarked;
