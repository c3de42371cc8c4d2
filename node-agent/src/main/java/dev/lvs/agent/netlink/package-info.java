/**
 * Netlink as bytes and values: messages, attributes, and the exchange that sends the one and reads
 * the other.
 *
 * <p>Imports nothing but {@code java.*}. It never opens a socket: bytes leave and arrive through
 * {@link dev.lvs.agent.netlink.Transport}, which {@code syscall} implements for the running kernel
 * and the tests implement for a fake one. The decision in it: nothing that the kernel sends is
 * trusted before its length is checked, and a request without an answer is {@link
 * dev.lvs.agent.netlink.Answer.Unknown}, never assumed done and never retried blindly.
 */
@NullMarked
package dev.lvs.agent.netlink;

import org.jspecify.annotations.NullMarked;
