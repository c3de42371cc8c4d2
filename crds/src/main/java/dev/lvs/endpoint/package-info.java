/**
 * Answers to a kubelet that probes a process, for operator and agent alike.
 *
 * <p>May import nothing of ours. The decisions in it: whoever connects holds nobody else up, and
 * what only a new process can mend is said there, so that the kubelet starts one.
 */
@NullMarked
package dev.lvs.endpoint;

import org.jspecify.annotations.NullMarked;
