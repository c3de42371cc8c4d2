package dev.lvs.agent.daemon;

import dev.lvs.agent.AgentSettings;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the directory of the ledger and of the last good manifests. */
public final class StateOptions {
  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      order = 10,
      description =
          "Where the agent remembers what in the kernel is its own, and the last good version of"
              + " each manifest. Default: "
              + AgentSettings.DEFAULT_STATE_DIRECTORY
              + ".")
  public Path directory = Path.of(AgentSettings.DEFAULT_STATE_DIRECTORY);
}
