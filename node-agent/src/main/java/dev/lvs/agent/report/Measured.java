package dev.lvs.agent.report;

import dev.lvs.agent.situation.Health;
import java.util.List;

/**
 * Measurements that are reported beside a round's findings.
 *
 * @param localPorts how many ports are left for FULLNAT, by resource
 * @param drains connections left of drains in progress, by resource
 * @param health of the real servers, as the round was planned with it
 */
public record Measured(List<FreePorts> localPorts, Health health, List<DrainProgress> drains) {
  /** Nothing was measured. */
  public static final Measured NOTHING = new Measured(List.of(), Health.NONE, List.of());

  public Measured {
    localPorts = List.copyOf(localPorts);
    drains = List.copyOf(drains);
  }
}
