/**
 * Finds real servers that answer ARP for a VIP, whose clients then go past the director.
 *
 * <p>May import {@code syscall} and the address types. The decision in it: a node asks for the VIPs
 * that it holds itself, as a client does, so that only a real server can give a wrong answer; and
 * what it hears anyway counts too, such as the question of a real server that names the VIP as its
 * own address.
 */
@NullMarked
package dev.lvs.agent.probe.arp;

import org.jspecify.annotations.NullMarked;
