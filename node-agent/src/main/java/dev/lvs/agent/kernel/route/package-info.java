/**
 * Host routes with the host itself as gateway, which destinations need that change to direct
 * routing or from it.
 *
 * <p>May import {@code object}, {@code model}, {@code netlink} with {@code netlink.route}. The
 * decision in it: a route follows from the change and is in no desired state.
 */
@NullMarked
package dev.lvs.agent.kernel.route;

import org.jspecify.annotations.NullMarked;
