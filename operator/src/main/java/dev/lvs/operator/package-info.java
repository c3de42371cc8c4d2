/**
 * The operator's process: settings, wiring, health.
 *
 * <p>May import everything of this module; nothing imports it. The decision in it: one process, one
 * client, one {@link dev.lvs.operator.reconcile.Compiling} that five reconcilers share, one of
 * plans and four of statuses that run apart; everything is made in {@link
 * dev.lvs.operator.OperatorApplication} and handed on by constructors.
 */
@NullMarked
package dev.lvs.operator;

import org.jspecify.annotations.NullMarked;
