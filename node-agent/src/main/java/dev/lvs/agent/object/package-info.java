/**
 * What all kinds of kernel objects have in common: the steps of a comparison, and the meaning of
 * the kernel's answers.
 *
 * <p>May import {@code model}, {@code netlink} and {@code dev.lvs.net}; it knows no kind.
 */
@NullMarked
package dev.lvs.agent.object;

import org.jspecify.annotations.NullMarked;
