/**
 * Planning: from a NodePlan and the {@link dev.lvs.agent.situation.Situation} of its node to the
 * desired kernel state, with the source resource of each object: a pure function, {@link
 * dev.lvs.agent.plan.Planner#plan}.
 *
 * <pre>
 * plan         the node as a director, and its settings; puts the parts together
 *   .realserver, .fullnat, .probe, .health     a part of planning each
 *   .firewall  whether firewalls let pass what was planned
 *   .network   the node's interfaces and addresses
 *   .draft     the desired state as it grows
 * </pre>
 *
 * <p>May import its parts, {@code model}, {@code object}, {@code situation}, {@code dev.lvs.net},
 * {@code dev.lvs.ipvs} and the API's records. The decision in it: a plan names services and
 * addresses, never devices and settings of a node; these are derived here from the node's facts. A
 * part that cannot be carried out is an {@link dev.lvs.agent.plan.draft.Obstacle} and blocks no
 * other part. A part that would cut the node off is not carried out: {@link
 * dev.lvs.agent.plan.network.Exclusions}. Unknown input changes nothing: in an empty situation a
 * plan is taken literally. And a result has its expiry, so that planning is not repeated only
 * because time passes.
 */
@NullMarked
package dev.lvs.agent.plan;

import org.jspecify.annotations.NullMarked;
