/**
 * Knows what of the kernel is ours: the {@link dev.lvs.agent.ledger.Ledger}, a journal on disk,
 * with its lock and its format.
 *
 * <p>May import {@code object}, {@code kernel.sysctl} for what interfaces begin with, {@code file},
 * {@code model} and {@code dev.lvs.net}. The decision in it: a claim is on disk before the change
 * it is about is made, so that an agent that dies at any point leaves at most a claim on something
 * that is not there, and never something of ours that nobody claims.
 */
@NullMarked
package dev.lvs.agent.ledger;

import org.jspecify.annotations.NullMarked;
