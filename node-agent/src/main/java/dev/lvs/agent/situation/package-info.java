/**
 * Everything beside the plan that decides what a node holds: the facts of the node, the health of
 * real servers, the VIPs to hold, drains with their counters, the time.
 *
 * <p>May import {@code model}, {@code dev.lvs.net} and {@code dev.lvs.ipvs}. The decisions in it:
 * orders to drain are an input, and the drains that follow from them and from the plan are found by
 * the round, which knows what stands; values only, without a producer or a planner, so that whoever
 * brings news and whoever plans with it know the same records and nothing of each other.
 */
@NullMarked
package dev.lvs.agent.situation;

import org.jspecify.annotations.NullMarked;
