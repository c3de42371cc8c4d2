/**
 * One round of the loop: the kernel is observed and compared with the state that is planned for the
 * situation of the node, changes are applied, and outcomes collected; and the caches kept between
 * rounds, so that a quiet one costs little and retries back off.
 *
 * <p>May import what a round is made of: {@code plan}, {@code diff}, {@code kernel} with its kinds
 * of objects, {@code report} and the plan of {@code source}. The decisions in it: a round is made
 * by the thread of the agent and by no other, it waits for nothing but the kernel, and its caches
 * save work or decide how soon a change is retried, never which objects the agent owns.
 */
@NullMarked
package dev.lvs.agent.round;

import org.jspecify.annotations.NullMarked;
