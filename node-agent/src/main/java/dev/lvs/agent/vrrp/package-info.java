/**
 * The directors' part in VRRP: the configuration of a keepalived that runs beside the agent, the
 * files by which it knows whether this director may have the VIPs, and what is reported of them.
 *
 * <p>May import {@code dev.lvs.net}, the API, the node's facts, the inbox and the steady clock. The
 * decision in it: keepalived alone elects a director and puts addresses on interfaces. The agent
 * says when it may, and for how long that holds, by the time since the boot: one that stops saying
 * it loses the VIPs, and no step of a clock makes another verdict.
 */
@NullMarked
package dev.lvs.agent.vrrp;

import org.jspecify.annotations.NullMarked;
