/**
 * Events: what is said once about a transition, and how often it came back.
 *
 * <p>May import {@code status.condition} and the API records.
 */
@NullMarked
package dev.lvs.operator.status.event;

import org.jspecify.annotations.NullMarked;
