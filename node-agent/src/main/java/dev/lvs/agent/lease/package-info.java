/**
 * Lease engine: which director of a group has the group's addresses, decided by one Kubernetes
 * Lease for each group, so that at most one answers.
 *
 * <p>Imports no other package of the project. The decision in it: one pure function, (state, event,
 * now) to (state, acts), is the whole protocol; whoever carries the acts out does so one after the
 * other, each acknowledged before the next, and brings what came of them back as events. Ownership
 * comes from the answer to one's own write and from nothing else. A token is armed in the kernel
 * before that write is sent, and committed after its answer: the kernel counts, and no remaining
 * time is ever computed here. Times are of a monotonic clock of this node; what others did is never
 * judged by what they wrote about time, only by how long their last version has been seen here.
 */
@NullMarked
package dev.lvs.agent.lease;

import org.jspecify.annotations.NullMarked;
