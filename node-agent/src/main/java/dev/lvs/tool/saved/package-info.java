/**
 * Tables as {@code ipvsadm -S} and {@code lvs save} write them: text to values, and a dry run of
 * them on a table.
 *
 * <p>May import {@code agent.model}, the IPVS values of {@code netlink.ipvs} and {@code
 * dev.lvs.net} and {@code dev.lvs.ipvs}; reads text that it is given, never a file, and asks no
 * resolver. The decision in it: every option of ipvsadm 1.31 is understood, in any order behind the
 * command; every error becomes a {@link dev.lvs.tool.saved.Finding} with its line, and all errors
 * are found, so that the whole file is known to be right before anything is carried out.
 */
@NullMarked
package dev.lvs.tool.saved;

import org.jspecify.annotations.NullMarked;
