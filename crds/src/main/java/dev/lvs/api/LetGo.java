package dev.lvs.api;

import dev.lvs.api.v1alpha1.FormerVip;

/** Report of a node that it does not hold a VIP any more in the way that its plan once had it. */
public record LetGo(String node, FormerVip vip) {}
