/**
 * The connection-sync daemons of IPVS.
 *
 * <p>May import {@code object}, {@code model}, {@code netlink} with {@code netlink.ipvs}, {@code
 * kernel.ipvs} and {@code kernel.sysctl}. The decision in it: the kernel has no command to edit
 * one, so one whose settings differ is stopped and started.
 */
@NullMarked
package dev.lvs.agent.kernel.syncdaemon;

import org.jspecify.annotations.NullMarked;
