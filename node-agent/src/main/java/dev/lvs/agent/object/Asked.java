package dev.lvs.agent.object;

import dev.lvs.agent.netlink.route.Links;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * What is asked of a kernel beyond what is always read, because reading it is dear or has effects.
 *
 * @param sysctls paths below /proc/sys
 * @param table whether to look at our nftables table, which makes the kernel load nf_tables
 * @param routes whether to look for routes to hosts by themselves, beside which there may be many
 * @param links the interfaces at that moment
 */
public record Asked(
    Collection<String> sysctls, boolean table, boolean routes, Supplier<Links> links) {}
