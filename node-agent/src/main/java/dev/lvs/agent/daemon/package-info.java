/**
 * The process {@code lvs run}: its options, its signals, and how it ends.
 *
 * <p>May import the rest of the agent, and nothing of {@code dev.lvs.tool}. The decisions in it:
 * every way to fail has an exit code of its own, and all of them are in one table, that of the
 * tools too ({@link dev.lvs.agent.daemon.ExitCode}); the client of the API server is loaded only
 * where a plan comes from there.
 */
@NullMarked
package dev.lvs.agent.daemon;

import org.jspecify.annotations.NullMarked;
