package dev.lvs.agent.situation;

import dev.lvs.net.IpAddress;
import java.util.Optional;
import java.util.Set;

/**
 * The VIPs of its plan that a director is to hold now. One that it is not to hold stays programmed,
 * with its IPVS entries and marks, but its address is on no device: a hot standby, ready before it
 * is reachable.
 *
 * @param vips empty for all of the plan, where nothing decides about it
 */
public record Holding(Optional<Set<IpAddress>> vips) {
  /** Every VIP of the plan. */
  public static final Holding ALL = new Holding(Optional.empty());

  public Holding {
    vips = vips.map(Set::copyOf);
  }

  /** These and no others; a VIP that is not in the plan is not held by being named here. */
  public static Holding only(Set<IpAddress> vips) {
    return new Holding(Optional.of(vips));
  }

  /** Whether a VIP of the plan is to be held. */
  public boolean holds(IpAddress vip) {
    return vips.isEmpty() || vips.get().contains(vip);
  }
}
