/**
 * What the log says of many things at once; imports nothing of ours.
 *
 * <p>The decision in it: what is wrong with ten thousand things for one reason is one line that
 * counts them, and one message is one line, whatever names are in it.
 */
@NullMarked
package dev.lvs.agent.log;

import org.jspecify.annotations.NullMarked;
