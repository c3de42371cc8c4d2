package dev.lvs.operator.status.node;

import java.time.Instant;

/**
 * The plan that last changed what one resource has on one node.
 *
 * @param generation of the NodePlan
 * @param at when it was applied
 * @param witnessed whether this operator applied it; what an earlier one did is known only to be no
 *     later than this
 */
public record PlanChange(long generation, Instant at, boolean witnessed) {}
