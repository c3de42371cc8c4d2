/**
 * Probes real servers and reports the result of each probe; conclusions from it are drawn
 * elsewhere.
 *
 * <p>A {@link dev.lvs.agent.probe.Checker} is one protocol: pure, bytes in and bytes out, as a
 * {@link dev.lvs.agent.probe.Dialogue} for each probe. The {@link dev.lvs.agent.probe.ProbeLoop} is
 * the one place with sockets and time. It imports {@code syscall} and the address types, and
 * nothing else of the agent.
 *
 * <p>The decision in it: one thread and epoll for all connections. 10,000 real servers that are
 * asked every 2 s are 5,000 connections a second, and a thread for each, or a client library that
 * keeps connections, costs several times the CPU time and memory of the probes themselves. Each
 * probe opens a new connection, because whether a server still accepts is half of the question.
 */
@NullMarked
package dev.lvs.agent.probe;

import org.jspecify.annotations.NullMarked;
