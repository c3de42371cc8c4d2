package dev.lvs.tool.cli.table;

import dev.lvs.agent.kernel.SoleAgent;
import dev.lvs.agent.report.HealthFile;
import dev.lvs.agent.report.LocalHealth;
import dev.lvs.agent.report.Told;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Health of real servers as the running agent says it in its state directory.
 *
 * @param doubt why nothing is known now, if so
 */
record FoundHealth(List<LocalHealth.Server> servers, Optional<String> doubt) {
  static FoundHealth read(Path directory) {
    if (!SoleAgent.isAtWork()) {
      return unknown("no agent is at work here");
    }
    Told<LocalHealth> told = Told.in(directory, HealthFile::read);
    return told.now()
        .map(said -> new FoundHealth(said.servers(), Optional.empty()))
        .orElseGet(() -> unknown(told.doubt()));
  }

  private static FoundHealth unknown(String why) {
    return new FoundHealth(List.of(), Optional.of(why));
  }
}
