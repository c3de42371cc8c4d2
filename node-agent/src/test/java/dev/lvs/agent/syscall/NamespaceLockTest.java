package dev.lvs.agent.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.verdict.Row;
import org.junit.jupiter.api.Test;

class NamespaceLockTest {
  private static final String NAME = "lvs-test-" + ProcessHandle.current().pid();

  @Test
  @Row("second-agent")
  void givesANameToOneAtATime() {
    assertThat(NamespaceLock.isTaken(NAME)).isFalse();
    try (NamespaceLock first = NamespaceLock.take(NAME).orElseThrow()) {
      assertThat(first).isNotNull();
      assertThat(NamespaceLock.take(NAME)).isEmpty();
      assertThat(NamespaceLock.isTaken(NAME)).isTrue();
      assertThat(NamespaceLock.isTaken(NAME + "-other")).isFalse();
    }
    assertThat(NamespaceLock.isTaken(NAME)).isFalse();
    NamespaceLock.take(NAME).orElseThrow().close();
  }
}
