/**
 * Listens to the kernel's events of changes that others make, so that drift is corrected at once: a
 * {@link dev.lvs.agent.inbox.Producer} with a thread and sockets of its own.
 *
 * <p>May import {@code inbox}, {@code netlink} with its families, and {@code syscall}. The
 * decisions in it: an event says that something may have changed and never what, which the next
 * observation finds out; so an event that is missed or comes twice does no harm, and a receive
 * buffer overrun (ENOBUFS) is an event like another. No group is joined if joining it would load a
 * kernel module that the node does without. IPVS sends no events, so its table is still polled.
 */
@NullMarked
package dev.lvs.agent.events;

import org.jspecify.annotations.NullMarked;
