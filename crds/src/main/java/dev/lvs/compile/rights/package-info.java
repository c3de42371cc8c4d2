/**
 * Current grants of admins: VIPs, marks, local addresses, places of real servers, roles of nodes.
 *
 * <p>May import {@code resolve} and {@code problem}. The decision in it: a right is looked up each
 * time something depends on it, and never cached; a mistake in the resource of an admin revokes
 * none, its deletion does.
 */
@NullMarked
package dev.lvs.compile.rights;

import org.jspecify.annotations.NullMarked;
