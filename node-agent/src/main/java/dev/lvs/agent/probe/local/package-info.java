/**
 * Checks by what is on this node: a file that somebody writes, or a program.
 *
 * <p>May import {@code probe} and {@code syscall}; it is the one package that starts programs. The
 * decision in it: only what lies in the folder that the agent was started with counts, and a
 * program runs only where nobody but root and the agent's user could have put it there, because it
 * runs with the rights of the agent.
 */
@NullMarked
package dev.lvs.agent.probe.local;

import org.jspecify.annotations.NullMarked;
