/**
 * Reconciles the API server's resources to node plans and statuses, and writes those back.
 *
 * <p>May import JOSDK and Fabric8, the API records, {@code dev.lvs.compile}, {@code dev.lvs.parts}
 * and the statuses; never anything of a kernel.
 *
 * <p>The decision in it: compiling is one whole-state step and not the work of any one reconciler.
 * Every watch marks the {@link dev.lvs.operator.reconcile.ChangeLoop}, which compiles what the
 * caches hold, once for all changes that came meanwhile, and then wakes exactly the reconcilers
 * whose result differs from the one before. A reconciler looks its result up and writes it where it
 * differs from what the API server has; JOSDK retries what fails. So a storm of changes costs as
 * many compilations as fit into its time, and the second start of an operator writes nothing. That
 * a large plan is several objects is known to {@link dev.lvs.operator.reconcile.StoredPlans} and to
 * what writes them; all others have it in one piece.
 */
@NullMarked
package dev.lvs.operator.reconcile;

import org.jspecify.annotations.NullMarked;
