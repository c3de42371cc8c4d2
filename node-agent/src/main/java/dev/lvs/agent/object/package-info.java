/**
 * Common interface of all kinds of kernel objects: the {@link dev.lvs.agent.object.ObjectKind}, the
 * only view of a kind outside of its package, its {@link dev.lvs.agent.object.Change}s and their
 * outcomes.
 *
 * <p>May import {@code model}, {@code netlink} with {@code netlink.route}, and {@code dev.lvs.net};
 * it knows no kind. The decision in it: a change itself has its subject, the command by which an
 * admin would make it and the meaning of the kernel's answer, so that only its own package
 * distinguishes changes, and there the compiler checks that the switch over them is exhaustive.
 */
@NullMarked
package dev.lvs.agent.object;

import org.jspecify.annotations.NullMarked;
