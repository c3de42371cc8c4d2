package dev.lvs.agent.report;

import dev.lvs.agent.situation.Health;
import dev.lvs.api.v1alpha1.LingeringVip;
import java.util.List;
import java.util.Map;

/**
 * Measurements that are reported beside a round's findings.
 *
 * @param localPorts how many ports are left for FULLNAT, by resource
 * @param drains connections left of drains in progress, by resource
 * @param health of the real servers, as the round was planned with it
 * @param left Leases of the plan that are left to other directors, and why, as a clause
 * @param lingering hidden VIPs that are kept for open connections although the plan has them no
 *     more
 */
public record Measured(
    List<FreePorts> localPorts,
    Health health,
    List<DrainProgress> drains,
    Map<String, String> left,
    List<LingeringVip> lingering) {
  /** Nothing was measured. */
  public static final Measured NOTHING =
      new Measured(List.of(), Health.NONE, List.of(), Map.of(), List.of());

  public Measured {
    localPorts = List.copyOf(localPorts);
    drains = List.copyOf(drains);
    left = Map.copyOf(left);
    lingering = List.copyOf(lingering);
  }
}
