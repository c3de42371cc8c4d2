/**
 * The bench ({@code make bench}): speed and memory of the agent, compared with other programs that
 * do the same.
 *
 * <p>May import everything. The decision in it: what counts is a ratio of two times that were taken
 * one after the other, in the same kernel and each in a fresh network namespace; a time by itself
 * says more about the machine and its day than about a program.
 */
@NullMarked
package dev.lvs.bench;

import org.jspecify.annotations.NullMarked;
