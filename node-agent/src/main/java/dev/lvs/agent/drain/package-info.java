/**
 * Memory of drains in the state directory, of the agent and of {@code lvs drain}: since when each
 * goes on, and which were ordered on this node.
 *
 * <p>May import {@code file}, {@code situation}, {@code inbox}, {@code ledger.KernelLife}, {@code
 * dev.lvs.manifest}, {@code dev.lvs.net} and {@code dev.lvs.ipvs}. The decisions in it: the
 * beginning of a drain is on disk before its weight is 0 in the kernel, by the monotonic clock of
 * the boot, so that neither a killed agent nor a clock that is set changes its end; and an order is
 * a file that the command writes and the agent only reads, so that both work without the other.
 */
@NullMarked
package dev.lvs.agent.drain;

import org.jspecify.annotations.NullMarked;
