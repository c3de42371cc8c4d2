/**
 * The program {@code lvs} for people at a terminal: one class for each command.
 *
 * <p>May import everything of the agent and of the tools. The decisions in it: a command's output
 * is on stdout and nothing else is, the log is on stderr; and a command loads only the classes that
 * it needs.
 *
 * <pre>
 * here            the list of commands; compare and report; help
 * cli.table       the kernel's IPVS table: list, save, restore, zero, clear; drain, undrain
 * cli.manifests   manifests from what others wrote or hold: import, export
 * </pre>
 */
@NullMarked
package dev.lvs.tool.cli;

import org.jspecify.annotations.NullMarked;
