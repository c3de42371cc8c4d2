/**
 * Inbox of the agent's loop: every part of the agent that learns of a change puts its news here,
 * and wakes the loop.
 *
 * <p>May import the values that are news: {@code source.PlanNews} and the inputs in {@code
 * situation}. The decisions in it: of each sort of news only the newest counts, so that the inbox
 * is bounded and a slow round loses nothing but what is out of date. A source of news is a {@link
 * dev.lvs.agent.inbox.Producer} with threads and sockets of its own: the loop never waits for it,
 * and it never waits for the loop, nor touches what the loop changes. Periodic work that must not
 * wait for a round (a probe every two seconds, a fence token renewed five times a second) is such a
 * producer and not a step of a round.
 */
@NullMarked
package dev.lvs.agent.inbox;

import org.jspecify.annotations.NullMarked;
