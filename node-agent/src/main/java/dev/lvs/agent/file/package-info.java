/**
 * Files of the state directory that a crash or a full disk leaves whole.
 *
 * <p>May import the JDK only. The decision in it: a new version is written beside the old one,
 * synced (fsync) and renamed, and the directory is synced too; so a reader gets the old version or
 * the new one, also after a power failure.
 */
@NullMarked
package dev.lvs.agent.file;

import org.jspecify.annotations.NullMarked;
