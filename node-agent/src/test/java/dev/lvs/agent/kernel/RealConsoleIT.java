package dev.lvs.agent.kernel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on a real kernel, each test in a network namespace of its own. */
@Tag("kernel")
@ExtendWith(InFreshNamespace.class)
class RealConsoleIT implements ConsoleContract {
  private @Nullable Console console;

  @BeforeEach
  void openConsole() throws Exception {
    Process ip =
        new ProcessBuilder(
                "sh",
                "-e",
                "-c",
                """
                ip link set lo up
                ip link add eth0 type dummy
                ip addr add 192.0.2.1/24 dev eth0
                ip link set eth0 up
                """)
            .inheritIO()
            .start();
    assertThat(ip.waitFor()).isZero();
    console = Console.open();
  }

  @AfterEach
  void close() {
    console().close();
  }

  @Override
  public Console console() {
    return requireNonNull(console);
  }
}
