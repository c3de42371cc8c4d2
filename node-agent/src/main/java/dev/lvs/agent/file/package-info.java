/**
 * Files of the state directory that a crash or a full disk leaves whole.
 *
 * <p>May import the JDK only. The decision in it: what is replaced is written beside, forced to the
 * disk and renamed, and the directory is forced too; so whoever reads has the old one or the new
 * one, also after the machine has lost power.
 */
@NullMarked
package dev.lvs.agent.file;

import org.jspecify.annotations.NullMarked;
