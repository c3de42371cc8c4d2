package dev.lvs.agent.kernel.sysctl;

import java.util.Optional;

/**
 * Uses of a node beyond the plan.
 *
 * @param isGivenUp whether it is to be left as it was found
 * @param forwarder rule of another program that forwards packets on it, e.g. {@code nftables chain
 *     ip nat POSTROUTING}
 */
public record NodeUse(boolean isGivenUp, Optional<String> forwarder) {}
