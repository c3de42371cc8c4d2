/**
 * Announcements of VIPs to neighbours: gratuitous ARP and unsolicited neighbour advertisements; and
 * the packets of Neighbor Discovery, by which neighbours are asked too.
 *
 * <p>May import {@code object}, {@code model}, {@code netlink} with {@code netlink.route}, {@code
 * retry} and {@code syscall}. The decision in it: an announcement is a change of its own after the
 * VIP is added, which shows in the diff and can fail like any other; it is sent again for
 * neighbours that missed it, and every minute for switches that forget.
 */
@NullMarked
package dev.lvs.agent.kernel.neighbour;

import org.jspecify.annotations.NullMarked;
