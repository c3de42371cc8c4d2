/**
 * SysctlFiles: which are set, which are put back, and which others a switch reaches.
 *
 * <p>May import {@code object}, {@code model}. The decision in it: the value from before our time
 * comes back only where ours still stands, and forwarding only when the node is given up.
 */
@NullMarked
package dev.lvs.agent.kernel.sysctl;

import org.jspecify.annotations.NullMarked;
