/**
 * Reports of nodes on themselves: entries of a NodePlan's status, progress with each plan, and
 * agents that are not heard from.
 *
 * <p>May import {@code status.condition} and the API records. The decision in it: what a report
 * does not say, or who has not been heard, is unknown.
 */
@NullMarked
package dev.lvs.operator.status.node;

import org.jspecify.annotations.NullMarked;
