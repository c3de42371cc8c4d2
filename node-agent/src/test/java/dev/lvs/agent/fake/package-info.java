/**
 * A kernel made of maps that answers netlink bytes: what tests use where no real one is at hand.
 *
 * <p>It follows Linux 6.1 as far as the agent can tell the difference, errors included
 * (net/netfilter/ipvs/ip_vs_ctl.c, net/core/rtnetlink.c, net/ipv4/devinet.c). It reads requests
 * with the code under test and writes replies with its own. The contract test of {@code kernel}
 * runs against it and against a real kernel alike, so that it cannot lie for long.
 */
@NullMarked
package dev.lvs.agent.fake;

import org.jspecify.annotations.NullMarked;
