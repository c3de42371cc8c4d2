/**
 * HTTP/1.0 and 1.1 (RFC 9112) as a check: one request, and as much of the answer as is needed.
 *
 * <p>May import {@code probe} and {@code syscall}. The decision in it: the answer is read by a
 * parser of its own, bounded in every direction, because what a broken server sends is the case
 * that matters.
 */
@NullMarked
package dev.lvs.agent.probe.http;

import org.jspecify.annotations.NullMarked;
