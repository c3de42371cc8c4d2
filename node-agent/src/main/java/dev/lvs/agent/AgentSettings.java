package dev.lvs.agent;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How an agent is set up.
 *
 * @param stateDirectory where the ledger lies, and what was good last of manifests; survives the
 *     agent, need not survive a reboot
 * @param driftInterval how long the kernel is left unobserved while there is no news
 * @param takeBack whether what carries our marks becomes ours, though the ledger does not tell of
 *     it
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
