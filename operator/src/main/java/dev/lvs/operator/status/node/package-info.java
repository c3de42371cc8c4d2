/**
 * What nodes say of themselves: the report of a NodePlan, how far it is with each plan, and whether
 * it is heard at all.
 *
 * <p>May import {@code status.condition} and the API records. The decision in it: what a report
 * does not say, or who has not been heard, is unknown.
 */
@NullMarked
package dev.lvs.operator.status.node;

import org.jspecify.annotations.NullMarked;
