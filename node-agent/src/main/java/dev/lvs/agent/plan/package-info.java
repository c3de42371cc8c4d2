/**
 * From a NodePlan and what the node is to the kernel state that is wanted, with the resource that
 * each thing comes from: a pure function, {@link dev.lvs.agent.plan.Planner#plan}.
 *
 * <p>May import {@code model}, {@code dev.lvs.net} and {@code dev.lvs.ipvs} and the API's records.
 * The decision in it: a plan names services and addresses, never devices and settings of a node;
 * what those are is found out here, from the node's facts. What cannot be carried out is an {@link
 * dev.lvs.agent.plan.Obstacle} and keeps nothing else from being so. What would cut the node off is
 * not carried out: {@link dev.lvs.agent.plan.Exclusions}.
 */
@NullMarked
package dev.lvs.agent.plan;

import org.jspecify.annotations.NullMarked;
