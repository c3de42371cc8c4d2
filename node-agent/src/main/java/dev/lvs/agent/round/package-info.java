/**
 * One round of the loop: a look at the kernel, held to what the plan means in the situation of the
 * node, the changes that follow, and what became of them; and what is remembered from one round to
 * the next so that a quiet one costs little and a repeated one is no fight.
 *
 * <p>May import what a round is made of: {@code plan}, {@code diff}, {@code kernel} with its kinds
 * of objects, {@code report} and the plan of {@code source}. The decisions in it: a round is made
 * by the thread of the agent and by no other, it waits for nothing but the kernel, and what it
 * remembers spares work or decides how soon something is tried again, never what is ours.
 */
@NullMarked
package dev.lvs.agent.round;

import org.jspecify.annotations.NullMarked;
