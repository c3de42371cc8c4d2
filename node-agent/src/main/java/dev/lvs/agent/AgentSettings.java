package dev.lvs.agent;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of an agent.
 *
 * @param stateDirectory directory of the ledger and of the last good manifests; survives the agent,
 *     need not survive a reboot
 * @param driftInterval how long the kernel is left unobserved while there is no news
 * @param takeBack whether the agent claims objects that carry its names or marks although the
 *     ledger has no claim on them
 */
public record AgentSettings(Path stateDirectory, Duration driftInterval, boolean takeBack) {
  /** In memory: what the ledger is about does not survive a reboot either. */
  public static final String DEFAULT_STATE_DIRECTORY = "/run/lvs-agent";

  public AgentSettings {
    if (!driftInterval.isPositive()) {
      throw new IllegalArgumentException("a drift interval is more than nothing: " + driftInterval);
    }
  }

  /** The same, where only what the ledger tells of is ours. */
  public AgentSettings(Path stateDirectory, Duration driftInterval) {
    this(stateDirectory, driftInterval, false);
  }
}
