/**
 * Records which kernel objects the agent owns: the {@link dev.lvs.agent.ledger.Ledger}, a journal
 * on disk, with its lock and its format.
 *
 * <p>May import {@code object}, {@code kernel.sysctl} for the defaults of interfaces, {@code file},
 * {@code model} and {@code dev.lvs.net}. The decision in it: a claim is on disk before the change
 * it is about is made, so that an agent that dies at any point leaves at most a claim on an object
 * that does not exist, and never an object that it made and does not claim.
 */
@NullMarked
package dev.lvs.agent.ledger;

import org.jspecify.annotations.NullMarked;
