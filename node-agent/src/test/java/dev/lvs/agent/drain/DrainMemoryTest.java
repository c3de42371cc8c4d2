package dev.lvs.agent.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.agent.drain.DrainMemory.RunningDrain;
import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.agent.ledger.LedgerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainMemoryTest {
  private static final KernelLife LIFE = new KernelLife("boot", "net:[1]");
  private static final RunningDrain ONE =
      new RunningDrain("TCP 192.0.2.10:80", "198.51.100.21:80", "DR", 1000, 61_000L, null);
  private static final RunningDrain ENDLESS =
      new RunningDrain("FWM 17", "198.51.100.22:0", "NAT", 2000, null, "web-2");

  @TempDir Path directory;

  @Test
  void remembersWhatGoesOnBeyondItsProcess() {
    DrainMemory.open(directory, LIFE).keep(List.of(ONE, ENDLESS));

    assertThat(DrainMemory.open(directory, LIFE).running()).containsExactly(ONE, ENDLESS);
  }

  @Test
  void knowsNothingOfAnotherBootOrNamespace() {
    DrainMemory.open(directory, LIFE).keep(List.of(ONE));

    assertThat(DrainMemory.open(directory, new KernelLife("other", "net:[1]")).running()).isEmpty();
    assertThat(DrainMemory.open(directory, new KernelLife("boot", "net:[2]")).running()).isEmpty();
  }

  @Test
  void leavesNoFileWhereNothingIsDrained() {
    DrainMemory memory = DrainMemory.open(directory, LIFE);
    memory.keep(List.of(ONE));

    memory.keep(List.of());

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDamagedFileHasThemBeginAnew() throws IOException {
    Files.writeString(directory.resolve("drains.json"), "{\"life\":");

    DrainMemory memory = DrainMemory.open(directory, LIFE);

    assertThat(memory.running()).isEmpty();
    memory.keep(List.of(ONE));
    assertThat(DrainMemory.open(directory, LIFE).running()).containsExactly(ONE);
  }

  @Test
  void whoCannotRememberDoesNotGoOn() {
    DrainMemory memory = DrainMemory.open(directory.resolve("missing"), LIFE);

    assertThatThrownBy(() -> memory.keep(List.of(ONE))).isInstanceOf(LedgerException.class);
    assertThat(memory.running()).isEmpty();
  }
}
