/**
 * Diff of the desired and the observed state, with the objects that the agent owns, to an ordered
 * list of changes: a pure function, {@link dev.lvs.agent.diff.Diff#of}.
 *
 * <p>May import the kinds below {@code kernel}, {@code object}, {@code model} and {@code
 * dev.lvs.net} and {@code dev.lvs.ipvs}. The decision in it: a foreign object is left as it is and
 * reported, even where it conflicts with the plan; and at every point of the list the objects
 * changed so far work together with those not changed yet, so that the list may be interrupted
 * anywhere. VIPs come last: a VIP is held where at least one of its virtual servers is in the
 * kernel, so that one service that is refused or foreign does not take the others of its VIP down.
 * Its own clients meanwhile reach whatever is programmed there, which is reported.
 */
@NullMarked
package dev.lvs.agent.diff;

import org.jspecify.annotations.NullMarked;
