package dev.lvs.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.verdict.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A director whose kernel has no IPVS: the packaged user-mode kernel, which has it as a module that
 * is taken out here.
 */
class NodeWithoutIpvsTest {
  private static final String AGENT =
      String.join(
          " ",
          AgentProcess.commandLine(
              List.of(
                  "run",
                  "--manifests",
                  "$examples/nat",
                  "--node",
                  "lvs-director",
                  "--state-dir",
                  "$state/agent")));

  private static final String SCRIPT =
      """
      state=$(mktemp -d); examples=$(readlink -f ../examples)
      ip link add e0 type dummy; ip addr add 10.1.210.51/24 dev e0; ip link set e0 up
      run() {
        timeout -k 5 "$1" AGENT >$state/log 2>&1
        echo "code $?"
        ip -o -4 addr show dev e0 | grep -c 10.1.210.58/32
      }
      rmmod ip_vs; modprobe=$(cat /proc/sys/kernel/modprobe); echo /bin/false >/proc/sys/kernel/modprobe
      echo without; run 60; grep -o 'NoIpvs.*\\|no IPVS.*' $state/log | head -3
      echo $modprobe >/proc/sys/kernel/modprobe; $modprobe ip_vs
      echo with; run 25
      rm -r $state
      """
          .replace("AGENT", AGENT);

  @Test
  @Row("vip-needs-service")
  void holdsNoVipThere() throws Exception {
    ProcessBuilder lab = new ProcessBuilder("lab/lab", "bash", "-c", SCRIPT);
    lab.directory(Path.of("").toAbsolutePath().toFile()).redirectErrorStream(true);
    lab.environment().put("LVS_LAB_KERNEL", "packaged");
    Process process = lab.start();

    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said)
        .contains("\nwithout\ncode 69\n0\n")
        .contains("no IPVS, so this node cannot be a director; load the module on the host");
    assertThat(said).as("control").contains("\nwith\ncode 124\n1\n");
  }
}
