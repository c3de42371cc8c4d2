/**
 * What all kinds of kernel objects have in common: the {@link dev.lvs.agent.object.ObjectKind} by
 * which everybody outside of a kind's package knows it, its {@link dev.lvs.agent.object.Change}s
 * and their outcomes.
 *
 * <p>May import {@code model}, {@code netlink} with {@code netlink.route}, and {@code dev.lvs.net};
 * it knows no kind. The decision in it: a change says itself what it is about, how an admin would
 * make it and what the kernel's answer means, so that nothing but its own package has to tell
 * changes apart, and there the compiler checks that none is forgotten.
 */
@NullMarked
package dev.lvs.agent.object;

import org.jspecify.annotations.NullMarked;
