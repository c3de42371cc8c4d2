/**
 * When to try again what failed; imports nothing of ours.
 *
 * <p>The decision in it: who tries says what counts as a failure and does the waiting, on a thread
 * and a clock of its own.
 */
@NullMarked
package dev.lvs.agent.retry;

import org.jspecify.annotations.NullMarked;
