/**
 * Folds log messages that say the same of many things; imports no other package of the project.
 *
 * <p>The decision in it: ten thousand failures for one reason are one line that counts them, and
 * one message is one line, whatever names are in it.
 */
@NullMarked
package dev.lvs.agent.log;

import org.jspecify.annotations.NullMarked;
