/**
 * Retry timing: backoff, a monotonic clock, and a timer for what is done again; imports no other
 * package of the project.
 *
 * <p>The decision in it: the caller decides what counts as a failure and does the waiting, on its
 * own thread and clock.
 */
@NullMarked
package dev.lvs.agent.retry;

import org.jspecify.annotations.NullMarked;
