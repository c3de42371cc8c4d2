/**
 * From what is wanted, what stands in the kernel and what of it is ours to an ordered list of
 * changes: a pure function, {@link dev.lvs.agent.diff.Diff#of}.
 *
 * <p>May import the kinds below {@code kernel}, {@code object}, {@code model} and {@code
 * dev.lvs.net} and {@code dev.lvs.ipvs}. The decision in it: whatever is not ours is left as it is
 * and said, even where it stands in the way; and at every point of the list what is already changed
 * works together with what is not changed yet, so that it does not matter where it is cut off. A
 * VIP is the last of it: it is held where at least one thing stands that it is for, so that one
 * service that is refused or somebody else's does not take the others of its VIP along, and its own
 * clients meanwhile get what stands there, which is said.
 */
@NullMarked
package dev.lvs.agent.diff;

import org.jspecify.annotations.NullMarked;
