/**
 * What neighbours are told of VIPs: gratuitous ARP and unsolicited neighbour advertisements.
 *
 * <p>May import {@code object}, {@code model}, {@code netlink} with {@code netlink.route}, and
 * {@code syscall}. The decision in it: telling is a step after the VIP is held, which is seen and
 * can fail like any other; whoever missed it hears it twice more.
 */
@NullMarked
package dev.lvs.agent.kernel.neighbour;

import org.jspecify.annotations.NullMarked;
