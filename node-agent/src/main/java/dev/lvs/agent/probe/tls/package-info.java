/**
 * TLS around another check, with the parts of the JDK.
 *
 * <p>May import {@code probe}, {@code syscall}, {@code dev.lvs.net} and {@code dev.lvs.check}. The
 * decision in it: each probe is a full handshake, and what is wrong with a certificate is told by
 * the type of the failure, never by its text.
 */
@NullMarked
package dev.lvs.agent.probe.tls;

import org.jspecify.annotations.NullMarked;
