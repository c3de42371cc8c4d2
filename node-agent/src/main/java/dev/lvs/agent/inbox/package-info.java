/**
 * What the agent's loop waits for: one inbox, into which every part of the agent that hears of
 * something puts its news, and one wake-up.
 *
 * <p>May import the values that are news: {@code source.PlanNews} and the inputs of {@code plan}.
 * The decisions in it: of each sort of news only the newest counts, so that the inbox is bounded
 * and a slow round loses nothing but what is out of date. Whoever brings news is a {@link
 * dev.lvs.agent.inbox.Producer} with threads and sockets of its own: the loop never waits for it,
 * and it never waits for the loop, nor touches what the loop changes. What has to keep a rhythm,
 * whatever a round takes (a probe every two seconds, a fence token renewed five times a second), is
 * such a producer and not a step of a round.
 */
@NullMarked
package dev.lvs.agent.inbox;

import org.jspecify.annotations.NullMarked;
