/**
 * A node as a real server: hidden VIPs, what its interfaces answer by ARP, and the devices that
 * unwrap tunnels.
 *
 * <p>May import {@code plan.draft} and {@code plan.network} beside what these import.
 */
@NullMarked
package dev.lvs.agent.plan.realserver;

import org.jspecify.annotations.NullMarked;
