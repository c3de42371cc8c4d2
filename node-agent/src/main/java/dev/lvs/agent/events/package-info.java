/**
 * Hears what the kernel tells of changes that others make, so that they are put right at once: a
 * {@link dev.lvs.agent.inbox.Producer} with a thread and sockets of its own.
 *
 * <p>May import {@code inbox}, {@code netlink} with its families, and {@code syscall}. The
 * decisions in it: an event says that something may have changed and never what, the look at the
 * kernel finds that out; so what is missed or told twice does no harm, and a buffer that ran over
 * (ENOBUFS) is an event like another. Nothing is listened to whose listening would load a module
 * that the node does without. IPVS tells nobody of its changes, so its table is still looked at
 * again and again.
 */
@NullMarked
package dev.lvs.agent.events;

import org.jspecify.annotations.NullMarked;
