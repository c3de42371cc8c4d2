/**
 * What is done to and learnt from the running kernel, behind {@link dev.lvs.agent.kernel.Kernel}:
 * each kind of object has a package below this one, and {@link dev.lvs.agent.kernel.Kinds} names
 * them. People have the {@link dev.lvs.agent.kernel.Console} instead, which knows no ledger.
 *
 * <p>May import its kinds, {@code object}, {@code ledger}, {@code node}, {@code model}, {@code
 * netlink}, {@code retry} and {@code syscall} of the agent, {@code dev.lvs.net} and {@code
 * dev.lvs.ipvs}; knows no plan and no resource. The decisions in it: a claim is on disk before the
 * change it is about is made, and a destination is sent only when the answer about its virtual
 * server is in, so that nothing is ever put into an entry that turns out to be somebody else's.
 */
@NullMarked
package dev.lvs.agent.kernel;

import org.jspecify.annotations.NullMarked;
