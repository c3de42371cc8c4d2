/**
 * Devices that the agent makes: tunnel devices, with the UDP ports of GUE, and dummy devices.
 *
 * <p>May import {@code object}, {@code model}, {@code netlink} with {@code netlink.route} and
 * {@code netlink.fou}, and {@code kernel.address} and {@code kernel.sysctl}, of which some wait for
 * devices. The decision in it: an object of which the kernel takes only one is compared by its
 * identity, so that one with other attributes is left alone instead of replaced.
 */
@NullMarked
package dev.lvs.agent.kernel.device;

import org.jspecify.annotations.NullMarked;
