/**
 * Desired state as it grows: every object with the resources that it comes from, obstacles beside
 * it.
 *
 * <p>May import {@code model}, {@code object}, {@code situation}, {@code dev.lvs.net}, {@code
 * dev.lvs.ipvs} and the API's records. The decision in it: two parts of a plan that want the same
 * port of a VIP are settled here and nowhere else, so that what goes into one transaction is
 * disjoint.
 */
@NullMarked
package dev.lvs.agent.plan.draft;

import org.jspecify.annotations.NullMarked;
