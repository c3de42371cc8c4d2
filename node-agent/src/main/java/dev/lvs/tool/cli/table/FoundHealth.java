package dev.lvs.tool.cli.table;

import dev.lvs.agent.kernel.SoleAgent;
import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.agent.report.HealthFile;
import dev.lvs.agent.report.LocalHealth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Health of real servers as the running agent says it in its state directory.
 *
 * @param doubt why nothing is known now, if so
 */
record FoundHealth(List<LocalHealth.Server> servers, Optional<String> doubt) {
  private static final Path PROC = Path.of("/proc");

  static FoundHealth read(Path directory) {
    if (!SoleAgent.isAtWork()) {
      return unknown("no agent is at work here");
    }
    try {
      return HealthFile.read(directory)
          .map(
              said ->
                  said.doubt(KernelLife.current(PROC))
                      .map(FoundHealth::unknown)
                      .orElseGet(() -> new FoundHealth(said.servers(), Optional.empty())))
          .orElseGet(
              () -> unknown("the agent has said nothing in " + directory + " (--state-dir)"));
    } catch (IOException | IllegalArgumentException e) {
      return unknown("what the agent says in " + directory + " cannot be read: " + e.getMessage());
    }
  }

  private static FoundHealth unknown(String why) {
    return new FoundHealth(List.of(), Optional.of(why));
  }
}
