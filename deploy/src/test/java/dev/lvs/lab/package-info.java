/**
 * The lab: machines as network namespaces on bridges, in whatever kernel this JVM runs on.
 *
 * <p>Nothing of it is shipped, so it is kept among the tests; {@code make demo} and {@code make
 * bench} use it too. May import {@code dev.lvs.lab.traffic}, the agent, and of the agent's insides
 * only the network namespace. May run programs ({@code ip}, {@code ipvsadm}): the product never
 * does.
 *
 * <p>The decision in it: one JVM enters every namespace by a thread of its own. A process per
 * machine would cost a second each in a user-mode kernel; a thread costs a system call.
 */
@NullMarked
package dev.lvs.lab;

import org.jspecify.annotations.NullMarked;
