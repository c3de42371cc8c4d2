/**
 * DNS (RFC 1035) over UDP as a check: one question, and the records of the answer.
 *
 * <p>May import {@code probe}, {@code syscall} and {@code dev.lvs.net}. The decision in it: records
 * are compared as zone files write them, so that an expectation is what an administrator would
 * type.
 */
@NullMarked
package dev.lvs.agent.probe.dns;

import org.jspecify.annotations.NullMarked;
