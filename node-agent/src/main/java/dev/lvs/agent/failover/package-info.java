/**
 * Failover of groups of VIPs: carries out what the lease engine decides, on the fence, at the API
 * server and on the network.
 *
 * <p>May import {@code lease}, {@code fence}, {@code inbox}, {@code situation}, the planned
 * records, {@code retry}, and for the network frames and sockets. The decisions in it: one thread
 * does all acts of all groups, each in its order; requests are begun on that thread and answered by
 * events in its queue, so that a slow API server delays nobody; a VIP that has a Lease is put on
 * its interface only after the fence stands there, with its gate shut, and stays there on every
 * director, which is the hot standby.
 */
@NullMarked
package dev.lvs.agent.failover;

import org.jspecify.annotations.NullMarked;
