/**
 * The connections of conntrack in bytes (net/netfilter/nf_conntrack_netlink.c): listed, and deleted
 * one by one.
 *
 * <p>May import {@code model} and {@code netlink} of the agent and {@code dev.lvs.net} and {@code
 * dev.lvs.ipvs}. The decision in it: of the many things the kernel says of a connection only its
 * two directions are read, since tables of a million are gone through; and a connection is deleted
 * by both its original direction and its id, so that another that has taken its place meanwhile
 * stays.
 */
@NullMarked
package dev.lvs.agent.netlink.conntrack;

import org.jspecify.annotations.NullMarked;
