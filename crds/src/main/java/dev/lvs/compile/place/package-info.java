/**
 * Places drafts, and what last good versions leave behind, in the plans of nodes.
 *
 * <p>May import {@code allocate}, {@code draft} and what those may. The decision in it: the plan of
 * a node is put together from parts that know their resource, so that one that is refused keeps
 * what it had ({@link dev.lvs.compile.place.CarryOver}) while all others go on. Last of all VIPs
 * are taken out again that other nodes may still have ({@link dev.lvs.compile.place.VipMoves}).
 */
@NullMarked
package dev.lvs.compile.place;

import org.jspecify.annotations.NullMarked;
