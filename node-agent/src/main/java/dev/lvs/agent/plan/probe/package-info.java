/**
 * Virtual servers of the agent's own by which probes go the way of clients' packets ({@code
 * through: forwarding}).
 *
 * <p>May import {@code plan.draft} and {@code plan.network} beside what these import. The decision
 * in it: what probes need of the kernel is part of the desired state, owned, repaired and removed
 * like everything else.
 */
@NullMarked
package dev.lvs.agent.plan.probe;

import org.jspecify.annotations.NullMarked;
