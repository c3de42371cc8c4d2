/**
 * What admins grant, as things stand: VIPs, marks, local addresses, places of real servers, roles
 * of nodes.
 *
 * <p>May import {@code resolve} and {@code problem}. The decision in it: a right is asked for each
 * time something rests on it, and never remembered; a mistake in the resource of an admin takes
 * none away, its deletion does.
 */
@NullMarked
package dev.lvs.compile.rights;

import org.jspecify.annotations.NullMarked;
