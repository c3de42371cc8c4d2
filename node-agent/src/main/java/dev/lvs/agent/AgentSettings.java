package dev.lvs.agent;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How an agent is set up.
 *
 * @param stateDirectory where the ledger lies, and what was good last of manifests; survives the
 *     agent, need not survive a reboot
 * @param driftInterval how long the kernel is left unobserved while there is no new plan
 */
public record AgentSettings(Path stateDirectory, Duration driftInterval) {
  /** In memory: what the ledger is about does not survive a reboot either. */
  public static final String DEFAULT_STATE_DIRECTORY = "/run/lvs-agent";

  public AgentSettings {
    if (!driftInterval.isPositive()) {
      throw new IllegalArgumentException("a drift interval is more than nothing: " + driftInterval);
    }
  }
}
