/**
 * The agent itself: the loop that takes plans in, makes the kernel agree with them, and gives
 * statuses out.
 *
 * <p>May import everything of the agent but {@code cli}. The decisions in it: one thread does
 * everything that touches the kernel; the whole state is looked at in every round, so a lost event
 * costs one interval and nothing else; and without a plan nothing is done at all.
 */
@NullMarked
package dev.lvs.agent;

import org.jspecify.annotations.NullMarked;
