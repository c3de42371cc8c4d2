/**
 * Builds the status of each resource, and the Events about it.
 *
 * <pre>
 * status        the status of each kind
 *   .event      Events, and how often they came back
 *   .facts      what is known of one resource
 *   .node       what nodes say of themselves
 *   .condition  conditions
 * </pre>
 *
 * <p>May import the API records and {@code dev.lvs.compile}; no client, no reconciler, no clock but
 * the one it is given.
 *
 * <p>The decision in it: a status is a function of the compilation, of what the nodes report and of
 * the status before. It is idempotent: the same facts give an equal status, so that nothing is
 * written and no Event is sent unless something changed.
 */
@NullMarked
package dev.lvs.operator.status;

import org.jspecify.annotations.NullMarked;
