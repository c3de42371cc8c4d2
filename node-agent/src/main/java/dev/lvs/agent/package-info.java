/**
 * The agent itself: the loop that takes plans in, makes the kernel agree with them, and gives
 * statuses out.
 *
 * <p>May import everything of the agent but {@code cli}. The decisions in it: one thread does
 * everything that changes the kernel, and takes all news from one inbox; the state is looked at in
 * every round, large IPVS tables as far as something tells of a change and else in turn, so a lost
 * event costs time and nothing else; and without a plan nothing is done at all.
 */
@NullMarked
package dev.lvs.agent;

import org.jspecify.annotations.NullMarked;
