/**
 * Facts of one resource, gathered from the compilation and from reports, before anything is said
 * about it.
 *
 * <p>May import {@code status.condition}, {@code status.node} and {@code dev.lvs.compile}.
 */
@NullMarked
package dev.lvs.operator.status.facts;

import org.jspecify.annotations.NullMarked;
