/**
 * Fence of the groups of addresses that move between directors: a table of our own in family
 * netdev, {@code lvs_fence}, through which alone a node is asked for such an address, answers for
 * it and announces it.
 *
 * <p>May import {@code model}, {@code netlink} with {@code netlink.nft} and {@code netlink.route},
 * {@code retry}, {@code syscall} and the address types. The decisions in it: a gate is open only
 * while the kernel finds an element with a timeout, the token, in a set, so that a process that
 * hangs, sleeps or dies loses it without doing anything; a token is armed before somebody is asked
 * whether the address may be held, and committed after the answer, so that no remaining time is
 * ever computed or written. Each act is one transaction that the kernel acknowledges. The thread of
 * the lease engine uses it, on a socket of its own, and never waits for a round.
 */
@NullMarked
package dev.lvs.agent.fence;

import org.jspecify.annotations.NullMarked;
