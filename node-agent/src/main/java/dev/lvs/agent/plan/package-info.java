/**
 * From a NodePlan and the {@link dev.lvs.agent.plan.Situation} of its node to the kernel state that
 * is wanted, with the resource that each thing comes from: a pure function, {@link
 * dev.lvs.agent.plan.Planner#plan}. The situation is the node's facts, the health of real servers,
 * the VIPs that are to be held, drains with the counters they need, and the time.
 *
 * <p>May import {@code model}, {@code dev.lvs.net} and {@code dev.lvs.ipvs} and the API's records.
 * The decision in it: a plan names services and addresses, never devices and settings of a node;
 * what those are is found out here, from the node's facts. What cannot be carried out is an {@link
 * dev.lvs.agent.plan.Obstacle} and keeps nothing else from being so. What would cut the node off is
 * not carried out: {@link dev.lvs.agent.plan.Exclusions}. What is not known changes nothing: in an
 * empty situation a plan means what it says. And a result tells until when it holds, so that nobody
 * has to plan again because time passes.
 */
@NullMarked
package dev.lvs.agent.plan;

import org.jspecify.annotations.NullMarked;
