/**
 * Access to the running kernel, read and write, behind {@link dev.lvs.agent.kernel.Kernel}: each
 * kind of object has a package below this one, and {@link dev.lvs.agent.kernel.Kinds} names them.
 * Commands for people use the {@link dev.lvs.agent.kernel.Console} instead, which has no ledger.
 *
 * <p>May import its kinds, {@code object}, {@code ledger}, {@code node}, {@code model}, {@code
 * netlink}, {@code retry} and {@code syscall} of the agent, {@code dev.lvs.net} and {@code
 * dev.lvs.ipvs}; knows no plan and no resource. The decisions in it: a claim is on disk before the
 * change it is about is made, and a destination is sent only after the kernel has answered for its
 * virtual server, so that none is ever added to an entry that turns out to be foreign.
 */
@NullMarked
package dev.lvs.agent.kernel;

import org.jspecify.annotations.NullMarked;
