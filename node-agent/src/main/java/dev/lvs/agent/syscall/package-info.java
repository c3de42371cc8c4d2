/**
 * The C library's system calls, as few as the agent needs: netlink and packet sockets, network
 * namespaces, the non-blocking sockets of probes.
 *
 * <p>The only package that may touch JNA; it imports {@code netlink} for the {@link
 * dev.lvs.agent.netlink.Transport} it implements and errno names, {@code dev.lvs.net}, and nothing
 * else. The decision in it: direct mapping with the addresses of direct buffers as {@code long},
 * because {@code byte[]} arguments are copied in and out whole at every call.
 */
@NullMarked
package dev.lvs.agent.syscall;

import org.jspecify.annotations.NullMarked;
