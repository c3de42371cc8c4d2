/**
 * Consequences of health: the weights of real servers, quorum and sorry server, slow start, mass
 * failure, and clients that have to leave a failed server.
 *
 * <p>May import {@code plan.draft} beside what that imports. The decision in it: a weight is
 * computed anew from the plan and what is known, never from the weight before, so that a server
 * that comes back has what was configured.
 */
@NullMarked
package dev.lvs.agent.plan.health;

import org.jspecify.annotations.NullMarked;
