package dev.lvs.agent;

import dev.lvs.agent.kernel.FakeNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A node on a fake kernel with an agent that plays the script of a test. */
abstract class ScriptedCase {
  @TempDir Path directory;
  ScriptedAgent scripted;
  FakeNode node;
  ScriptedSource script;

  @BeforeEach
  void startNode() {
    scripted = new ScriptedAgent(directory);
    node = scripted.node();
    script = scripted.script();
  }
}
