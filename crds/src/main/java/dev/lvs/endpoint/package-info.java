/**
 * Answers to a kubelet that probes a process, for operator and agent alike.
 *
 * <p>May import nothing of ours. The decision in it: whoever connects holds nobody else up.
 */
@NullMarked
package dev.lvs.endpoint;

import org.jspecify.annotations.NullMarked;
