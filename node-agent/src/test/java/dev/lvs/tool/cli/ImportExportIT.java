package dev.lvs.tool.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.InFreshNamespace;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Imports and exports that program the same table, with ipvsadm, keepalived and ldirectord as
 * witnesses.
 */
@Tag("kernel")
@ExtendWith(InFreshNamespace.class)
class ImportExportIT {
  private static final String TABLE =
      """
      -A -t 198.51.100.10:80 -s wrr -p 600 -M 255.255.255.0
      -a -t 198.51.100.10:80 -r 192.0.2.21:80 -g -w 3
      -a -t 198.51.100.10:80 -r 192.0.2.22:80 -g -w 0 -x 1000 -y 800
      -A -t 198.51.100.10:443 -s sh -b sh-port
      -a -t 198.51.100.10:443 -r 192.0.2.21:8443 -m -w 1
      -a -t 198.51.100.10:443 -r 192.0.2.22:443 -i -w 2 --tun-type gue --tun-port 6080 --tun-csum
      -A -t 198.51.100.11:0 -s rr -p 300
      -a -t 198.51.100.11:0 -r 192.0.2.21:0 -g -w 1
      -A -u 198.51.100.11:53 -s wlc -o
      -A -t [2001:db8:100::10]:80 -s mh -b mh-fallback
      -a -t [2001:db8:100::10]:80 -r [2001:db8::21]:80 -g -w 2
      """;

  @TempDir private Path directory;

  @BeforeEach
  void makeANetwork() throws Exception {
    for (String line :
        List.of(
            "ip link set lo up",
            "ip link add e0 type dummy",
            "ip link set e0 up",
            "ip addr add 198.51.100.1/24 dev e0",
            // real servers of any address are neighbours, as DR needs it
            "ip route add default dev e0",
            "ip -6 route add default dev e0")) {
      ProgramOutput.run("", line);
    }
  }

  @ParameterizedTest
  @CsvSource({"no-checks, 50", "braces, 10", "parameters, 12"})
  @Row({"import-parameters", "import-mark-family", "import-mask-zero", "import-twice"})
  void programsWhatKeepalivedPrograms(String folder, int least) throws Exception {
    Path config = resource("/convert/keepalived/" + folder + "/keepalived.conf");
    List<String> wanted = madeBy(keepalived(config));

    ProgramOutput imported =
        ProgramOutput.lvs(
            "import",
            "--from",
            "keepalived",
            "--config-id",
            "edge-1",
            "--node",
            "n",
            "--output",
            manifests(),
            config + "");
    ProgramOutput run = run();

    assertThat(imported.out()).isEmpty();
    assertThat(imported.code()).isZero();
    assertThat(run.code()).isZero();
    assertThat(table()).isEqualTo(wanted).hasSizeGreaterThan(least);
  }

  @Test
  void programsWhatLdirectordPrograms() throws Exception {
    Path config = resource("/convert/ldirectord/no-checks/ldirectord.cf");
    List<String> wanted = madeBy(ldirectord(config));

    ProgramOutput imported =
        ProgramOutput.lvs(
            "import", "--from", "ldirectord", "--node", "n", "--output", manifests(), config + "");
    ProgramOutput run = run();

    assertThat(imported.out()).isEmpty();
    assertThat(imported.code()).isZero();
    assertThat(run.code()).isZero();
    assertThat(table()).isEqualTo(wanted).hasSizeGreaterThan(20);
  }

  @Test
  void programsAgainWhatWasExported() throws Exception {
    ProgramOutput.run(TABLE, "ipvsadm -R");
    ProgramOutput.run("", "ip addr add 198.51.100.10/32 dev e0");
    String saved = ProgramOutput.lvs("save").out();
    List<String> wanted = table();

    ProgramOutput exported = ProgramOutput.lvs("export", "--node", "n", "--output", manifests());
    ProgramOutput.ipvsadm("-C");
    ProgramOutput.run("", "ip addr del 198.51.100.10/32 dev e0");
    run();

    assertThat(exported).isEqualTo(new ProgramOutput(0, "", ""));
    assertThat(table()).isEqualTo(wanted).hasSize(11);
    assertThat(ProgramOutput.lvs("save").out().lines().sorted())
        .isEqualTo(saved.lines().sorted().toList());
    // held then, held now; and what nobody held is not held
    assertThat(ProgramOutput.run("", "ip addr show dev e0").out())
        .contains("198.51.100.10/32")
        .doesNotContain("198.51.100.11");
  }

  @Test
  void programsWhatIpvsadmRestores() throws Exception {
    ProgramOutput.run(TABLE, "ipvsadm -R");
    List<String> wanted = table();
    ProgramOutput.ipvsadm("-C");
    Path file = Files.writeString(directory.resolve("saved"), TABLE);

    ProgramOutput imported =
        ProgramOutput.lvs(
            "import", "--from", "ipvsadm", "--node", "n", "--output", manifests(), file + "");
    run();

    assertThat(imported.code()).isZero();
    assertThat(imported.err().lines())
        .singleElement()
        .asString()
        .contains("nothing here says who holds the VIPs");
    assertThat(table()).isEqualTo(wanted);
  }

  @Test
  @Row("import-vip-holder")
  void saysThatAVipIsOnNoDeviceUntilItIs() throws Exception {
    Path file = Files.writeString(directory.resolve("saved"), "-A -t 198.51.100.10:80\n");
    ProgramOutput.lvs(
        "import", "--from", "ipvsadm", "--node", "n", "--output", manifests(), file + "");
    run();

    ProgramOutput without = diff();
    ProgramOutput.run("", "ip addr add 198.51.100.10/32 dev e0");
    ProgramOutput with = diff();

    assertThat(without.code()).isZero();
    assertThat(without.err())
        .contains("VIP 198.51.100.10 is on no device of this node (announcement none)");
    assertThat(with).isEqualTo(new ProgramOutput(0, "", ""));
  }

  @Test
  void writesOverNothingAndSaysWhatItCannotRead() throws Exception {
    Path config = resource("/convert/keepalived/no-checks/keepalived.conf");
    Files.createDirectories(Path.of(manifests()));
    Files.writeString(Path.of(manifests(), "cluster.yaml"), "mine");

    ProgramOutput again =
        ProgramOutput.lvs("import", "--from", "keepalived", "--output", manifests(), config + "");
    ProgramOutput missing =
        ProgramOutput.lvs("import", "--from", "ldirectord", directory + "/nothing.cf");

    assertThat(again.code()).isEqualTo(73);
    assertThat(again.err()).contains("cluster.yaml is there already");
    assertThat(Files.readString(Path.of(manifests(), "cluster.yaml"))).isEqualTo("mine");
    assertThat(missing.code()).isEqualTo(66);
    assertThat(missing.err()).contains("nothing.cf cannot be read");
  }

  private ProcessBuilder keepalived(Path config) {
    return new ProcessBuilder(
        "keepalived",
        "--dont-fork",
        "--config-id=edge-1",
        "--log-console",
        "--check",
        "--use-file=" + config,
        "--pid=" + directory.resolve("pid"),
        "--checkers_pid=" + directory.resolve("checkers-pid"));
  }

  /** With -d it takes the ipvsadm of the folder that it is started in. */
  private ProcessBuilder ldirectord(Path config) throws IOException {
    Files.createSymbolicLink(directory.resolve("ipvsadm"), onPath("ipvsadm"));
    return new ProcessBuilder("perl", onPath("ldirectord") + "", "-d", config + "", "start")
        .directory(directory.toFile());
  }

  private static Path onPath(String program) {
    return Stream.of(requireNonNull(System.getenv("PATH")).split(":", -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(program + " is not on the PATH"));
  }

  /** The table that a program makes, which is gone afterwards. */
  private List<String> madeBy(ProcessBuilder program) throws IOException, InterruptedException {
    Path log = directory.resolve("log");
    Process process = program.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      List<String> before = List.of();
      // it has finished when it changes nothing any more
      for (int quiet = 0; quiet < 12; Thread.sleep(200)) {
        List<String> now = table();
        quiet = now.isEmpty() || !now.equals(before) ? 0 : quiet + 1;
        before = now;
        assertThat(process.isAlive()).as(() -> read(log)).isTrue();
      }
      return before;
    } finally {
      process.destroy();
      process.waitFor(20, TimeUnit.SECONDS);
      ProgramOutput.ipvsadm("-C");
    }
  }

  private ProgramOutput diff() {
    return ProgramOutput.lvs(
        "diff",
        "--manifests",
        manifests(),
        "--node",
        "n",
        "--state-dir",
        directory.resolve("state").toString());
  }

  private ProgramOutput run() {
    return ProgramOutput.lvs(
        "run",
        "--check-directory",
        "/usr/bin", // programs of checks, which no round runs
        "--once",
        "--manifests",
        manifests(),
        "--node",
        "n",
        "--state-dir",
        directory.resolve("state").toString());
  }

  private String manifests() {
    return directory.resolve("manifests").toString();
  }

  private static List<String> table() throws IOException, InterruptedException {
    return ProgramOutput.ipvsadm("-S -n").out().lines().map(String::strip).sorted().toList();
  }

  private Path resource(String name) throws IOException {
    try (InputStream file = requireNonNull(ImportExportIT.class.getResourceAsStream(name))) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return Files.writeString(directory.resolve("config"), text);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
