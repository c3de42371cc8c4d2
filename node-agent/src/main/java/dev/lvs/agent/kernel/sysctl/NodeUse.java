package dev.lvs.agent.kernel.sysctl;

import java.util.Optional;

/**
 * How a node is used beyond what the plan wants of it.
 *
 * @param isGivenUp whether it is to be left as it was found
 * @param forwarder what of somebody else forwards packets on it, e.g. {@code nftables chain ip nat
 *     POSTROUTING}
 */
public record NodeUse(boolean isGivenUp, Optional<String> forwarder) {}
