package dev.lvs.agent.situation;

import dev.lvs.net.IpAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The VIPs of its plan that a director is to hold now. One that it is not to hold stays programmed,
 * with its IPVS entries and marks, but its address is on no device.
 *
 * <p>A VIP that has a Lease is on its interface of each director, behind a gate: it is held only
 * where the fence stands, whoever has the Lease.
 *
 * @param vips empty for all of the plan, where nothing decides about it
 * @param fenced VIPs that have a Lease and a fence
 * @param unfenced why others that have a Lease have none, as a clause
 * @param left Leases of the plan that are left to other directors, and why, as a clause
 */
public record Holding(
    Optional<Set<IpAddress>> vips,
    Set<IpAddress> fenced,
    String unfenced,
    Map<String, String> left) {
  /** Every VIP of the plan that has no Lease. */
  public static final Holding ALL =
      fenced(Set.of(), "this agent has no API server, where Leases are");

  public Holding {
    vips = vips.map(Set::copyOf);
    fenced = Set.copyOf(fenced);
    left = Map.copyOf(left);
  }

  /** These and no others; a VIP that is not in the plan is not held by being named here. */
  public static Holding only(Set<IpAddress> vips) {
    return new Holding(Optional.of(vips), Set.of(), ALL.unfenced, Map.of());
  }

  /**
   * All that have no Lease, and of those that have one these.
   *
   * @param why others are not among them, as a clause
   */
  public static Holding fenced(Set<IpAddress> vips, String why) {
    return new Holding(Optional.empty(), vips, why, Map.of());
  }

  /** The same where these Leases are left to other directors. */
  public Holding leaving(Map<String, String> leases) {
    return new Holding(vips, fenced, unfenced, leases);
  }

  /** Returns whether a VIP of the plan is to be held. */
  public boolean holds(IpAddress vip) {
    return vips.isEmpty() || vips.get().contains(vip);
  }
}
