/**
 * The agent itself: the loop that takes plans, reconciles the kernel with them, and reports status.
 *
 * <p>May import everything of the agent but {@code cli}. The decisions in it: one thread does
 * everything that changes the kernel, and takes all news from one inbox; the state is observed in
 * every round, large IPVS tables incrementally where a change shows and otherwise in turn, so a
 * lost event costs time and nothing else; and without a plan nothing is changed.
 */
@NullMarked
package dev.lvs.agent;

import org.jspecify.annotations.NullMarked;
