package dev.lvs.tool.cli;

import static dev.lvs.tool.cli.Imports.imported;
import static dev.lvs.tool.cli.Imports.keepalived;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.verdict.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Notices of imports: entries left out, with their lines, and VIPs that nobody holds. */
class ImportNoticesTest {
  @TempDir private Path directory;

  @Test
  @Row("import-one-server")
  void leavesOutTheOneRealServerThatCannotBe() throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            virtual_server 198.51.100.10 80 {
              protocol TCP
              real_server 192.0.2.1 80 { }
              real_server 127.0.0.1 80 { }
              real_server 224.0.0.1 80 { }
              real_server 198.51.100.10 8080 { }
            }
            """);

    assertThat(said.code()).isEqualTo(75);
    assertThat(said.out()).contains("inline: [{address: 192.0.2.1, weight: 1}]");
    assertThat(said.err())
        .contains(
            "conf:4: virtual_server 198.51.100.10 80 / real_server 127.0.0.1 80: left out",
            "conf:5: virtual_server 198.51.100.10 80 / real_server 224.0.0.1 80: left out",
            "conf:6: virtual_server 198.51.100.10 80 / real_server 198.51.100.10 8080: left out");
  }

  @Test
  @Row("import-one-server")
  void namesTheLineOfTheRealServerInASavedTable() throws IOException {
    ProgramOutput said =
        imported(
            directory,
            "ipvsadm",
            """
            -A -t 198.51.100.10:80
            -a -t 198.51.100.10:80 -r 192.0.2.1 -m
            -a -t 198.51.100.10:80 -r 127.0.0.1 -m
            -a -t 198.51.100.10:80 -r 198.51.100.10:8080 -m
            -a -t 198.51.100.10:80 -r 192.0.2.2 -m -x 100000
            """);

    assertThat(said.out())
        .contains("{address: 192.0.2.1, ", "address: 192.0.2.2\n", "thresholds: {upper: 100000}");
    assertThat(said.err())
        .contains(
            "conf:3: -a -t 198.51.100.10:80 -r 127.0.0.1 -m: left out: 127.0.0.1 is a loopback",
            "conf:4: -a -t 198.51.100.10:80 -r 198.51.100.10:8080 -m: left out")
        .doesNotContain("conf:1:");
  }

  @Test
  @Row("import-names-key")
  void namesEachServiceOfAGroupThatIsLeftOut() throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            virtual_server_group edge {
              198.51.100.10 80
              127.0.0.1 80
              224.0.0.1 443
              fwmark 128
              fwmark 256
            }
            virtual_server group edge {
              protocol TCP
              real_server 192.0.2.1 0 { }
            }
            """);

    assertThat(said.code()).isEqualTo(75);
    assertThat(said.out()).contains("addresses: [198.51.100.10]");
    assertThat(said.err())
        .contains(
            "virtual_server group edge / TCP 127.0.0.1 port 80: left out",
            "virtual_server group edge / TCP 224.0.0.1 port 443: left out",
            "virtual_server group edge / firewall mark 128 of IPv4: left out",
            "virtual_server group edge / firewall mark 256 of IPv4: left out");
  }

  @Test
  void tellsHowManyNoticesAreMissing() throws IOException {
    String text = "~SEQ(A, 1, 99999) ~SEQ(B, 1, 3) unknown_$A $B {\n";

    ProgramOutput said =
        keepalived(
            directory, text + "virtual_server 198.51.100.10 80 { real_server 192.0.2.1 80 { } }\n");

    assertThat(said.err())
        .containsPattern(": [0-9]+ more notices are left out; mend what the others name");
  }

  @ParameterizedTest
  @CsvSource({
    "vrrp_instance VI,lvs_sync_daemon_inteface d1",
    "vrrp_sync_group G,lvs_sync_daemon_interface d1",
    "global_defs,lvs_sync_daemon_interface d1"
  })
  @Row("import-sync-interface")
  void tellsOfASyncDaemonThatIsMisspeltOrMisplaced(String block, String line) throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            %s {
              %s
            }
            virtual_server 198.51.100.10 80 { real_server 192.0.2.1 80 { } }
            """
                .formatted(block, line));

    assertThat(said.out()).doesNotContain("connectionSync");
    assertThat(said.err()).contains("conf:2: " + block + " / " + line + ": ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keepalived | virtual_server 198.51.100.10 80 { real_server 192.0.2.1 80 { } }",
        "ldirectord | 'virtual = 198.51.100.10:80\n'",
        "ipvsadm    | -A -t 198.51.100.10:80"
      })
  @Row("import-vip-holder")
  void saysOnceThatNobodyHoldsTheVips(String program, String text) throws IOException {
    ProgramOutput said = imported(directory, program, text + "\n");

    assertThat(said.code()).isZero();
    assertThat(said.err())
        .containsOnlyOnce("nothing here says who holds the VIPs (198.51.100.10), and the agent");
    assertThat(said.out()).contains("# The agent puts its VIPs on no interface");
  }

  @Test
  @Row("import-vip-holder")
  void saysItOfTheVipsThatVrrpDoesNotHold() throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            vrrp_instance VI { virtual_ipaddress { 198.51.100.10/24 dev d0 } }
            virtual_server 198.51.100.10 80 { real_server 192.0.2.1 80 { } }
            virtual_server 198.51.100.11 80 { real_server 192.0.2.1 80 { } }
            """);

    assertThat(said.err())
        .contains("the VIPs (198.51.100.10) stay with keepalived")
        .contains("who holds the VIPs (198.51.100.11)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keepalived | virtual=198.51.100.10:80",
        "ldirectord | virtual_server 198.51.100.10 80 { }",
        "ipvsadm    | # -A -t 198.51.100.10:80",
        "ipvsadm    | -C",
        "keepalived | ''"
      })
  @Row("import-empty")
  void saysThatThereIsNoService(String program, String text) throws IOException {
    ProgramOutput said = imported(directory, program, text + "\n");

    assertThat(said.code()).isEqualTo(75);
    assertThat(said.err()).contains("conf: there is no virtual service in it, as " + program);
  }

  @Test
  @Row("import-folded")
  void foldsWhatIsAlikeAndPutsFirstWhatCostsTraffic() throws IOException {
    String services =
        IntStream.rangeClosed(1, 50)
            .mapToObj(
                i ->
                    """
                    virtual_server 198.51.100.%d 80 {
                      smtp_alert
                      hashed
                      protocol TCP
                      real_server 192.0.2.1 80 { notify_up /bin/true }
                    }
                    """
                        .formatted(i))
            .collect(Collectors.joining());

    ProgramOutput said =
        keepalived(
            directory,
            services
                + "virtual_server 127.0.0.1 80 { protocol TCP\n real_server 192.0.2.1 80 { } }\n");

    List<String> lines = said.err().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.getFirst()).contains("virtual_server 127.0.0.1 80: left out");
    assertThat(lines)
        .anyMatch(
            line -> line.contains(": smtp_alert: ") && line.endsWith("(50 times, first at line 2)"))
        .anyMatch(
            line -> line.contains(": notify_up: ") && line.endsWith("(50 times, first at line 5)"));
  }
}
