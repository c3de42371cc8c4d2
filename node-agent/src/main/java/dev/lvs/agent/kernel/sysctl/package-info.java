/**
 * Sysctls: which are set, which are restored, and which others the kernel changes with a forwarding
 * switch.
 *
 * <p>May import {@code object}, {@code model}. The decision in it: the original value is restored
 * only where the agent's own is still set, and forwarding only when the node is given up.
 */
@NullMarked
package dev.lvs.agent.kernel.sysctl;

import org.jspecify.annotations.NullMarked;
