/**
 * The program {@code lvs}: one class for each command.
 *
 * <p>May import everything of the agent. The decisions in it: what a command says is on stdout and
 * nothing else is, the log is on stderr; every way to fail has an exit code of its own ({@link
 * dev.lvs.agent.cli.ExitCode}); and a command loads only the classes that it needs.
 */
@NullMarked
package dev.lvs.agent.cli;

import org.jspecify.annotations.NullMarked;
