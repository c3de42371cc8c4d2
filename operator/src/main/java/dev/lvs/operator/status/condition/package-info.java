/**
 * Conditions: true, false or unknown with a reason, and their transition times.
 *
 * <p>May import the API records and {@code dev.lvs.compile.problem}.
 */
@NullMarked
package dev.lvs.operator.status.condition;

import org.jspecify.annotations.NullMarked;
