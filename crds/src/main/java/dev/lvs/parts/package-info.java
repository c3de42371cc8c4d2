/**
 * Splits plans and reports into several objects of the API server and assembles them again; pure.
 *
 * <p>May import {@code dev.lvs.api.v1alpha1} and {@code dev.lvs.manifest}, whose line of JSON is
 * what a part is weighed and named by. The decision in it: the parts of a plan are runs of it, so
 * that putting them together is appending and no order has to be worked out; and where the runs end
 * is decided by the keys of what the plan holds, so that a change of one service is a change of one
 * small part however large the plan is.
 */
@NullMarked
package dev.lvs.parts;

import org.jspecify.annotations.NullMarked;
