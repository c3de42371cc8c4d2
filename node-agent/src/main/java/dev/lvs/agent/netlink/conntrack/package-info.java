/**
 * The connections of conntrack in bytes (net/netfilter/nf_conntrack_netlink.c): listed, and deleted
 * one by one.
 *
 * <p>May import {@code model} and {@code netlink} of the agent and {@code dev.lvs.net} and {@code
 * dev.lvs.ipvs}. The decision in it: of the many attributes of a connection only the tuples of its
 * two directions are read, since tables of a million entries are dumped; and a connection is
 * deleted by both its original tuple and its id, so that a new one of the same tuple stays.
 */
@NullMarked
package dev.lvs.agent.netlink.conntrack;

import org.jspecify.annotations.NullMarked;
