/**
 * Tables as {@code ipvsadm -S} and {@code lvs save} write them: text to values, and what they would
 * make of a table.
 *
 * <p>May import {@code agent.model}, the IPVS values of {@code netlink.ipvs} and {@code
 * dev.lvs.net} and {@code dev.lvs.ipvs}; reads text that it is given, never a file, and asks no
 * resolver. The decision in it: every option of ipvsadm 1.31 is understood, in any order behind the
 * command; whatever is wrong becomes a {@link dev.lvs.tool.saved.Finding} with its line, and all of
 * them are found, so that nothing has to be carried out before everything is known to be right.
 */
@NullMarked
package dev.lvs.tool.saved;

import org.jspecify.annotations.NullMarked;
