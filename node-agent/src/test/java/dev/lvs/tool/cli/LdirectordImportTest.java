package dev.lvs.tool.cli;

import static dev.lvs.tool.cli.Imports.imported;
import static dev.lvs.tool.cli.Imports.ldirectord;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.tool.convert.ldirectord.LdirectordConfig;
import dev.lvs.tool.convert.read.ConfigFile;
import dev.lvs.tool.convert.read.Configuration;
import dev.lvs.tool.saved.NameFiles;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imports of ldirectord.cf: read as strictly, and as loosely, as ldirectord itself reads it. */
class LdirectordImportTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "service = gopher     | it knows no such service",
        "colour = blue        | it knows no such directive there",
        "quiescent = yes      | ",
        "quiescent = maybe    | it takes yes or no",
        "request = index.html | its value stands in double quotes",
        "checktype = often    | it takes connect, external",
        "checktype = 3        | ",
        "checkport = 0        | it takes a port",
        "checktimeout = 0     | it takes a number above 0",
        "fallback = 192.0.2.9:80 tunnel | behind its address it takes gate, masq or ipip",
        "emailalertstatus = sometimes   | it takes all, none",
        "httpmethod = post    | it takes GET or HEAD"
      })
  @Row("import-refused")
  void saysOfEachLineThatLdirectordDoesNotStartWithIt(String line, String why) throws IOException {
    ProgramOutput said =
        ldirectord(
            directory, "virtual=198.51.100.10:80\n\treal=192.0.2.1:80 gate\n\t" + line + "\n");

    assertThat(said.out()).contains("{address: 192.0.2.1, weight: 1}");
    if (why == null) {
      assertThat(said.code()).isZero();
      assertThat(said.err()).doesNotContain("does not start");
    } else {
      assertThat(said.code()).isEqualTo(75);
      assertThat(said.err().lines().findFirst().orElseThrow())
          .contains("conf: ldirectord does not start with this file, because of line 3");
      assertThat(said.err()).contains("conf:3: ", "ldirectord does not start with it: " + why);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "autoreload=no\\r\\n                  | 1",
        "autoreload=no # no\\n                | 1",
        "logfile=/var/log/ld.log\\n           | 1",
        "fallback=192.0.2.9:80 # spare\\n     | 1",
        "quiescent=yes\\n                     | 0",
        "supervised\\n                        | 0",
        "checkinterval=5 # seconds\\n         | 0"
      })
  @Row("import-refused")
  void readsGlobalDirectivesAsStrictlyAsLdirectord(String line, int refused) throws IOException {
    ProgramOutput said =
        ldirectord(
            directory,
            line.strip().replace("\\r", "\r").replace("\\n", "\n")
                + "virtual=198.51.100.10:80\n\treal=192.0.2.1:80 gate\n");

    assertThat(said.code()).isEqualTo(refused == 1 ? 75 : 0);
    assertThat(said.err().contains("does not start")).isEqualTo(refused == 1);
  }

  @Test
  @Row("import-refused")
  void saysThatLdirectordTakesNoVirtualTwice() throws IOException {
    ProgramOutput said =
        ldirectord(
            directory,
            """
            virtual=198.51.100.10:80
            \treal=192.0.2.1:80 gate
            virtual=198.51.100.10:80
            \treal=192.0.2.2:80 gate
            virtual=5
            \treal=192.0.2.1:80 gate
            \tprotocol=tcp
            """);

    assertThat(said.code()).isEqualTo(75);
    assertThat(said.err())
        .contains("because of line 3 and 1 more")
        .contains(
            "conf:3: virtual=198.51.100.10:80: ldirectord does not start with it: it is at line 1")
        .contains("conf:7: virtual=5 / protocol=tcp: ldirectord does not start with it");
  }

  @Test
  @Row("import-ldirectord")
  void keepsTheRealServerThatLdirectordKeeps() throws IOException {
    ProgramOutput said =
        ldirectord(
            directory,
            """
            virtual=198.51.100.10:80
            \treal=192.0.2.1:8080 gate 1
            \treal=192.0.2.1:8081 gate 2
            \treal=192.0.2.2:80 gate 1
            \treal=192.0.2.2:8080 gate 2
            \treal=192.0.2.3:8080 gate 1
            \treal=192.0.2.3:80 gate 2
            \tchecktype=on
            virtual=198.51.100.11:80
            \treal=192.0.2.4 masq 1
            \treal=192.0.2.4:80 masq 5
            \tchecktype=on
            """);

    assertThat(said.code()).isEqualTo(75);
    assertThat(said.out())
        .contains(
            "{address: 192.0.2.1, weight: 1}",
            "{address: 192.0.2.2, weight: 1}",
            "{address: 192.0.2.3, weight: 2}",
            "{address: 192.0.2.4, weight: 1}");
    assertThat(said.err())
        .contains("conf:3: ", "left out, as ipvsadm refuses it: 192.0.2.1:80 is there already")
        .contains("conf:7: ", "192.0.2.3:80 is there already; the later counts")
        .contains("conf:11: ", "192.0.2.4:80 is there already, but for its port");
  }

  @Test
  @Row("import-ldirectord")
  void leavesOutTheRealServerWhoseThresholdsIpvsadmRefuses() throws IOException {
    ProgramOutput said =
        ldirectord(
            directory,
            """
            virtual=198.51.100.10:80
            \treal=192.0.2.1:80 masq 1 l:5
            \treal=192.0.2.2:80 masq 1 l:5 u:5
            """);

    assertThat(said.code()).isEqualTo(75);
    assertThat(said.out()).contains("192.0.2.2").doesNotContain("192.0.2.1,");
    assertThat(said.err()).contains("conf:2: ", "ipvsadm refuses the lower threshold 5");
  }

  @Test
  @Row("import-sorry-in-force")
  void takesAFallbackWithoutRealServersForOne() throws IOException {
    ProgramOutput said =
        ldirectord(
            directory,
            """
            fallback=192.0.2.200:8080 masq
            virtual=198.51.100.10:80
            \tservice=none
            virtual=198.51.100.11:80
            \treal=192.0.2.1:80 gate
            virtual=7
            \tservice=none
            """);

    assertThat(said.code()).isZero();
    assertThat(said.out())
        .contains("inline: [{address: 192.0.2.200, port: 8080, weight: 1}]")
        .contains("sorryServer: {address: 192.0.2.200, port: 8080, method: NAT}")
        .doesNotContain("# sorryServer")
        .containsOnlyOnce("inline: [{address: 192.0.2.200");
    assertThat(said.err()).contains("conf:1: ", "it is always in force");
  }

  @Test
  @Row("import-sorry-in-force")
  void tellsThatLdirectordTakesAwayAFallbackThatIsARealServer() throws IOException {
    ProgramOutput said =
        ldirectord(
            directory,
            "virtual=198.51.100.10:80\n\treal=192.0.2.1:80 gate\n\tfallback=192.0.2.1:80\n");

    assertThat(said.code()).isEqualTo(75);
    assertThat(said.err()).contains("conf:3: ", "it is the first real server too");
  }

  @Test
  @Row("import-ldirectord")
  void readsRealServersAsLooselyAsLdirectord() throws IOException {
    ProgramOutput said =
        imported(
            directory,
            "ldirectord",
            """
            virtual=198.51.100.10:80 junk
            \treal=192.0.2.1:80 gate -w 3
            \treal=192.0.2.2:80  gate 4 l:5 u:9
            \treal=192.0.2.3->192.0.2.4 gate
            \treal=nowhere.example.com:80 gate
            \tscheduler= "wlc"
            \tpersistent=600s
            """);

    assertThat(said.code()).isEqualTo(75);
    assertThat(said.out())
        .contains("address: 192.0.2.1, weight: 3", "address: 192.0.2.2\n  weight: 4")
        .contains("address: 192.0.2.3, weight: 1", "address: 192.0.2.4, weight: 1")
        .contains("scheduler: wlc", "timeout: 600s");
    assertThat(said.err()).contains("conf:5: ", "'nowhere.example.com' is neither an IP address");
  }

  @Test
  @Row("import-ldirectord")
  void readsNamesOfHostsAndPortsFromTheirFiles() {
    ConfigFile file =
        new ConfigFile("conf", "virtual=shop:webcache\n\treal=web-1:webcache masq 2\n");
    NameFiles names = NameFiles.of("198.51.100.10 shop\n192.0.2.1 web-1\n", "webcache 8080/tcp");

    Configuration read = LdirectordConfig.read(List.of(file), names);

    VirtualServer server = read.services().getFirst().servers().getFirst();
    assertThat(server.key()).hasToString("TCP 198.51.100.10:8080");
    assertThat(server.destinations()).hasSize(1);
    assertThat(server.destinations().keySet().iterator().next()).hasToString("192.0.2.1:8080");
  }

  @Test
  void refusesARealServerOfManyCharacters() throws IOException {
    ProgramOutput said =
        imported(
            directory,
            "ldirectord",
            "virtual=198.51.100.10:80\n    real=" + "192.0.2.1-9".repeat(20_000) + " gate\n");

    assertThat(said.err()).contains("It has 220005 characters, which no real server needs.");
  }
}
