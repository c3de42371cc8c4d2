/**
 * The servers and clients of the lab: real HTTP over TCP, UDP, and SCTP.
 *
 * <p>May import the JDK and {@code dev.lvs.net} only. Every socket is opened by code that the
 * caller runs inside a namespace ({@link dev.lvs.lab.traffic.Inside}); after that any thread may
 * use it.
 *
 * <p>The decision in it: a server answers with its name, the client's address as it saw it, and the
 * local address, so that one answer proves who served and by which way.
 */
@NullMarked
package dev.lvs.lab.traffic;

import org.jspecify.annotations.NullMarked;
