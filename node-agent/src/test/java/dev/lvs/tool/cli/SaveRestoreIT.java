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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Both ways between ipvsadm and us, on the kernel's own table. */
@Tag("kernel")
@ExtendWith(InFreshNamespace.class)
class SaveRestoreIT {
  @TempDir private Path directory;

  @BeforeEach
  void wakeLoopback() throws Exception {
    ProgramOutput.run("", "ip link set lo up");
  }

  @Test
  @Row({"save-as-ipvsadm", "guide-ipvsadm-save-restore"})
  void savesWhatIpvsadmSavesAndWhatItForgets() throws Exception {
    fill();

    ProgramOutput ours = ProgramOutput.lvs("save", "-n");

    assertThat(ours.code()).isZero();
    assertThat(ours.err()).isEmpty();
    assertThat(forgetful(ours.out())).isEqualTo(ProgramOutput.ipvsadm("-S -n").out());
    assertThat(ours.out())
        .contains(
            " -r 198.51.100.25:80 -i -w 12345 --tun-type gue --tun-port 6080 --tun-remcsum"
                + " -x 100 -y 50\n")
        .contains("-A -f 4294967295 -6 ")
        .contains("-b flag-3\n");
  }

  @Test
  @Row("restore-from-ipvsadm")
  void takesForGrantedWhatIpvsadmDoes() throws Exception {
    String lines =
        """
        -A -t 192.0.2.10:80
        -a -t 192.0.2.10:80 -r 198.51.100.21
        -a -t 192.0.2.10:80 -r 198.51.100.22 -i
        -A -t 192.0.2.11 -p
        -A -t 192.0.2.12:http -s rr -p -M 255.255.0.0
        -A -f 7 -6 --persistent
        -a -f 7 -6 -r 2001:db8::21 -m
        -A -t [::ffff:192.0.2.13]:80 -s rr
        -a -t [::ffff:192.0.2.13]:80 -r [64:ff9b::192.0.2.21]:80 -m -w 2147483647 -x 2147483647
        """;
    assertThat(ProgramOutput.run(lines, "ipvsadm -R")).isEqualTo(new ProgramOutput(0, "", ""));
    String theirs = ProgramOutput.ipvsadm("-S -n").out();
    ProgramOutput.ipvsadm("-C");

    Path file = Files.writeString(directory.resolve("lines"), lines);
    ProgramOutput restored = ProgramOutput.lvs("restore", file.toString());

    assertThat(restored).isEqualTo(new ProgramOutput(0, "", ""));
    assertThat(ProgramOutput.ipvsadm("-S -n").out())
        .isEqualTo(theirs)
        .contains("[::ffff:192.0.2.13]:80");
    assertThat(forgetful(ProgramOutput.lvs("save").out())).isEqualTo(theirs);
  }

  @Test
  void refusesByNameWhatTheKernelWouldRefuseWithoutAWord() throws Exception {
    String wrong = file("-A -f 7\n-a -f 7 -r 198.51.100.21 -x 2147483648\n");

    ProgramOutput restored = ProgramOutput.lvs("restore", wrong);

    assertThat(
            ProgramOutput.run("-A -f 7\n-a -f 7 -r 198.51.100.21 -x 2147483648\n", "ipvsadm -R")
                .code())
        .isNotZero();
    assertThat(restored.code()).isEqualTo(65);
    assertThat(restored.err())
        .startsWith(wrong + ":2: -x takes a number from 0 to 2147483647, not '2147483648'.\n");
  }

  @Test
  @Row("save-as-ipvsadm")
  void ipvsadmReadsWhatWeSave() throws Exception {
    fill();
    ProgramOutput saved = ProgramOutput.lvs("save");
    ProgramOutput.ipvsadm("-C");

    ProgramOutput restored = ProgramOutput.run(saved.out(), "ipvsadm -R");

    assertThat(restored.err()).isEmpty();
    assertThat(ProgramOutput.lvs("save").out()).isEqualTo(saved.out());
  }

  @Test
  @Row({"restore-from-ipvsadm", "guide-ipvsadm-save-restore"})
  void readsWhatIpvsadmSaves() throws Exception {
    fill();
    String saved = ProgramOutput.ipvsadm("-S -n").out();
    ProgramOutput.ipvsadm("-C");

    ProgramOutput restored = ProgramOutput.lvs("restore", file(saved));

    assertThat(restored).isEqualTo(new ProgramOutput(0, "", ""));
    assertThat(ProgramOutput.ipvsadm("-S -n").out()).isEqualTo(saved);
  }

  @Test
  void takesTheDefaultsOfIpvsadm() throws Exception {
    String lines =
        """
        -A -t 192.0.2.10 -p
        -a -t 192.0.2.10 -r 198.51.100.21
        -A -f 7
        -a -f 7 -r 198.51.100.21 -i
        -A -f 7 -6 -p
        -A -u 192.0.2.10:53
        -a -u 192.0.2.10:53 -r 198.51.100.21 -m
        """;
    ProgramOutput.run(lines, "ipvsadm -R");
    String saved = ProgramOutput.ipvsadm("-S -n").out();
    ProgramOutput.ipvsadm("-C");

    ProgramOutput restored = ProgramOutput.lvs("restore", file(lines));

    assertThat(restored).isEqualTo(new ProgramOutput(0, "", ""));
    assertThat(ProgramOutput.ipvsadm("-S -n").out()).isEqualTo(saved).contains("-p 360");
  }

  @Row("restore-from-ipvsadm")
  @Test
  void readsTheNamesThatIpvsadmSaves() throws Exception {
    ProgramOutput.ipvsadm("-A -t 127.0.0.1:80 -s rr");
    ProgramOutput.ipvsadm("-A -u 192.0.2.10:53 -s rr");
    String numbers = ProgramOutput.ipvsadm("-S -n").out();
    String names = ProgramOutput.ipvsadm("-S").out();
    ProgramOutput.ipvsadm("-C");

    ProgramOutput restored = ProgramOutput.lvs("restore", file(names));

    assertThat(names).contains("localhost:http").contains(":domain");
    assertThat(restored).isEqualTo(new ProgramOutput(0, "", ""));
    assertThat(ProgramOutput.ipvsadm("-S -n").out()).isEqualTo(numbers);
  }

  @Row({"save-as-ipvsadm", "restore-from-ipvsadm", "timeouts"})
  @Test
  void takesSettingsAlong() throws Exception {
    ProgramOutput.run("", "ip link add eth0 type dummy");
    ProgramOutput.run("", "ip addr add 192.0.2.1/24 dev eth0");
    ProgramOutput.run("", "ip link set eth0 up");
    String settings =
        """
        --set 800 100 200
        --start-daemon master --mcast-interface eth0 --syncid 7 --sync-maxlen 1400 --mcast-group\
         224.0.0.82 --mcast-port 8849 --mcast-ttl 2
        """;

    ProgramOutput restored = ProgramOutput.lvs("restore", file(settings));

    assertThat(restored).isEqualTo(new ProgramOutput(0, "", ""));
    assertThat(ProgramOutput.ipvsadm("-L --timeout").out()).contains(": 800 100 200");
    assertThat(ProgramOutput.ipvsadm("-L --daemon").out())
        .contains("mcast=eth0")
        .contains("syncid=7");
    assertThat(ProgramOutput.lvs("save", "--settings").out()).isEqualTo(settings);
    assertThat(ProgramOutput.lvs("save").out()).isEmpty();
    ProgramOutput.lvs("restore", file("--stop-daemon master"));
    assertThat(ProgramOutput.ipvsadm("-L --daemon").out()).isEmpty();
  }

  @Test
  void changesNothingWhereOneLineIsWrong() throws Exception {
    ProgramOutput.ipvsadm("-A -t 192.0.2.10:80 -s wrr");
    String before = ProgramOutput.ipvsadm("-S -n").out();
    String wrong = file("-A -f 7\n-A -t 192.0.2.10:80 -s rr\n-a -f 7 -r nowhere\n");

    ProgramOutput said = ProgramOutput.lvs("restore", wrong);

    assertThat(said.code()).isEqualTo(65);
    assertThat(said.err().lines())
        .containsExactly(
            wrong
                + ":3: -r: 'nowhere' is neither an IP address nor a name that /etc/hosts has an"
                + " IPv4 address for; save with -n, or write the address (no name server is"
                + " asked).",
            "lvs: nothing was changed");
    assertThat(ProgramOutput.ipvsadm("-S -n").out()).isEqualTo(before);
    assertThat(ProgramOutput.lvs("restore", file("-A -f 7\n-A -t 192.0.2.10:80 -s rr\n")).err())
        .contains(":2: TCP 192.0.2.10:80 is there already, with other settings");
    assertThat(ProgramOutput.ipvsadm("-S -n").out()).isEqualTo(before);
  }

  @Test
  @Row("restore-from-ipvsadm")
  void replacesInPlace() throws Exception {
    fill();
    String wanted =
        """
        -A -t 192.0.2.10:80 -s sed
        -a -t 192.0.2.10:80 -r 198.51.100.21:80 -g -w 5
        -A -f 8 -s rr
        """;

    ProgramOutput dry = ProgramOutput.lvs("restore", "--replace", "--dry-run", file(wanted));
    ProgramOutput replaced = ProgramOutput.lvs("restore", "--replace", file(wanted));

    assertThat(dry.out().lines())
        .contains(
            "ipvsadm -E -t 192.0.2.10:80 -s sed",
            "ipvsadm -e -t 192.0.2.10:80 -r 198.51.100.21:80 -g -w 5",
            "ipvsadm -A -f 8 -s rr",
            "ipvsadm -D -t 192.0.2.12:0")
        .noneMatch(line -> line.contains("-D -t 192.0.2.10:80"));
    assertThat(replaced).isEqualTo(new ProgramOutput(0, "", ""));
    assertThat(ProgramOutput.ipvsadm("-S -n").out().lines().sorted())
        .isEqualTo(wanted.lines().sorted().toList());
  }

  @Test
  void goesOnWhereTheKernelRefuses() throws Exception {
    String file = file("-A -f 7 -s nosuch\n-a -f 7 -r 198.51.100.1\n-A -f 8 -s rr\n-Z -f 9\n");

    ProgramOutput said = ProgramOutput.lvs("restore", file);

    assertThat(said.code()).isEqualTo(75);
    assertThat(said.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(file + ":1: ").contains("no scheduler nosuch"),
            line -> assertThat(line).startsWith(file + ":4: ipvsadm -Z -f 9: ").contains("ESRCH"));
    assertThat(ProgramOutput.ipvsadm("-S -n").out()).isEqualTo("-A -f 8 -s rr\n");
  }

  /** Every option once, thresholds among them. */
  private static void fill() throws IOException, InterruptedException {
    for (String line : resource("/dev/lvs/tool/list/every-option.dump")) {
      ProgramOutput.ipvsadm(line);
    }
  }

  /**
   * Returns what ipvsadm would have made of it: no thresholds, signed marks, no third flag of sh,
   * mh.
   */
  private static String forgetful(String saved) {
    return saved
        .replaceAll(" -[xy] [0-9]+", "")
        .replace("-f 4294967295", "-f -1")
        .replace("-s sh -b flag-3", "-s sh -b ")
        .replace("-b mh-port,flag-3", "-b mh-port");
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("table"), text).toString();
  }

  private static List<String> resource(String name) throws IOException {
    try (InputStream file = requireNonNull(SaveRestoreIT.class.getResourceAsStream(name))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
