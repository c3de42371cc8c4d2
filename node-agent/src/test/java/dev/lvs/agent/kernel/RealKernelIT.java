package dev.lvs.agent.kernel;

import static dev.lvs.agent.kernel.Samples.ARP_IGNORE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.Change.SetSysctl;
import dev.lvs.agent.model.Outcome;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.netlink.Transport;
import dev.lvs.agent.syscall.NetlinkSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real kernel, each test in a network namespace of its own. */
@Tag("kernel")
@ExtendWith(InFreshNamespace.class)
class RealKernelIT implements KernelContract, CrashContract {
  @TempDir private Path directory;
  private @Nullable TestNode node;

  @BeforeEach
  void openKernel() throws Exception {
    ip(
        "link set lo up",
        "link add eth0 type veth peer name peer0",
        "link set eth0 up",
        "link set peer0 up");
    node = TestNode.of(RealKernelIT::open, directory);
  }

  @AfterEach
  void closeKernel() {
    node().close();
  }

  @Override
  public TestNode node() {
    return requireNonNull(node);
  }

  @Override
  public void use(TestNode next) {
    node = next;
  }

  @Test
  void refusesAValueThatTheKernelDoesNotTake() {
    List<Outcome> outcomes = node().apply(new SetSysctl(ARP_IGNORE, "many", "0"));

    assertThat(ErrnoRows.summary(outcomes.getFirst())).isEqualTo("refused EINVAL");
    assertThat(node().owned().sysctls()).isEmpty();
  }

  private static Kernel open(UnaryOperator<Transport> wire) {
    return new Kernel(
        new Exchange(wire.apply(new NetlinkSocket(Netlink.NETLINK_GENERIC))),
        new Exchange(wire.apply(new NetlinkSocket(Netlink.NETLINK_ROUTE))),
        Path.of("/proc"),
        new PacketFrames());
  }

  /** Runs lines of ip(8) in the namespace of this thread. */
  private void ip(String... lines) throws Exception {
    Path batch = Files.write(directory.resolve("batch"), List.of(lines));
    Process process =
        new ProcessBuilder("ip", "-batch", batch.toString()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
