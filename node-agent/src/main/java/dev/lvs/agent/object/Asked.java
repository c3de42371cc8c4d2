package dev.lvs.agent.object;

import dev.lvs.agent.netlink.route.Links;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * Extra reads requested of an observation: state that is not always read, because reading it is
 * expensive or has side effects.
 *
 * @param sysctls paths below /proc/sys
 * @param table whether to look at the agent's nftables table, which makes the kernel load nf_tables
 * @param routes whether to look for host routes, for which all unicast routes are dumped
 * @param links the interfaces at that moment
 */
public record Asked(
    Collection<String> sysctls, boolean table, boolean routes, Supplier<Links> links) {}
