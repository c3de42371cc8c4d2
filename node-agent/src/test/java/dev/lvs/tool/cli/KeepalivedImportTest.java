package dev.lvs.tool.cli;

import static dev.lvs.tool.cli.Imports.keepalived;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.verdict.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports of keepalived.conf where keepalived 2.2.7 makes another table than it seems to say. */
class KeepalivedImportTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "protocol",
        "lvs_sched",
        "lb_algo",
        "persistence_granularity",
        "quorum",
        "sorry_server",
        "real_server {",
        "delay_loop",
        "real_server 192.0.2.2 80 { weight",
        "real_server 192.0.2.2 80 { notify_up",
        "real_server 192.0.2.2 80 { TCP_CHECK { connect_port",
        "real_server 192.0.2.2 80 { SSL_GET { url { path"
      })
  @Row("import-refused")
  void saysThatKeepalivedEndsWhereAValueIsMissing(String line) throws IOException {
    String braces = "}".repeat((int) line.chars().filter(c -> c == '{').count());
    ProgramOutput said =
        keepalived(
            directory,
            """
            virtual_server 198.51.100.10 80 {
              %s
              %s
              real_server 192.0.2.1 80 { }
            }
            """
                .formatted(line, braces));

    assertThat(said.code()).isEqualTo(75);
    assertThat(said.err())
        .contains("conf:2: virtual_server 198.51.100.10 80 / ")
        .contains("it has no value, and with that keepalived has no table at all");
    assertThat(said.out()).contains("{address: 192.0.2.1, ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "persistence_timeout",
        "inhibit_on_failure",
        "alpha",
        "ops",
        "snmp_name",
        "virtualhost",
        "smtp_alert"
      })
  @Row("import-refused")
  void saysNothingOfThatWhereNoValueIsNeeded(String line) throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            virtual_server 198.51.100.10 53 {
              protocol UDP
              %s
              real_server 192.0.2.1 53 { }
            }
            """
                .formatted(line));

    assertThat(said.code()).isZero();
    assertThat(said.err()).doesNotContain("has no value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "weight 1 | quorum 3                        | false",
        "weight 1 | quorum 3; hysteresis 2          | false",
        "weight 2 | quorum 3; hysteresis 1          | true",
        "weight 3 | quorum 3                        | false",
        "weight 3 | quorum 3; hysteresis 1          | true",
        "weight 0 | quorum 1                        | true",
        "weight 1 | quorum 3; inhibit_on_failure    | false",
        "weight 1 | quorum 3; sorry_server_inhibit  | false"
      })
  @Row("import-sorry-in-force")
  void saysThatASorryServerIsInForceBelowTheQuorum(String weight, String quorum, boolean told)
      throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            virtual_server 198.51.100.10 80 {
              sorry_server 192.0.2.200 80
              %s
              real_server 192.0.2.1 80 { %s }
            }
            """
                .formatted(quorum.replace(";", "\n"), weight));

    assertThat(said.code()).isEqualTo(told ? 75 : 0);
    assertThat(said.err().contains("conf:2: virtual_server 198.51.100.10 80 / sorry_server"))
        .isEqualTo(told);
  }

  @Test
  @Row("import-mark-family")
  void takesAMarkOfAGroupForIpv4WhereOnlyTunnelsSayAnything() throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            virtual_server_group g { fwmark 7 }
            virtual_server group g { lvs_method TUN
              real_server 2001:db8::1 80 { } }
            virtual_server fwmark 8 { lvs_method TUN
              real_server 2001:db8::1 80 { } }
            """);

    assertThat(said.code()).isZero();
    assertThat(said.out())
        .contains("firewallMark: 7\n  firewallMarkFamily: IPv4\n")
        .contains("firewallMark: 8\n  forwarding");
  }

  @Test
  @Row("import-one-server")
  void keepsTheTunnelWhereAnotherOneIsWrong() throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            virtual_server 198.51.100.10 80 {
              protocol TCP
              lvs_method TUN type gue port 6080
              real_server 192.0.2.1 80 { lvs_method TUN type GRE }
              real_server 192.0.2.2 80 { lvs_method TUN }
            }
            virtual_server 198.51.100.11 80 {
              protocol TCP
              real_server 192.0.2.3 80 { lvs_method TUN type GRE }
            }
            """);

    assertThat(said.code()).isZero();
    assertThat(said.err())
        .contains("conf:4: ", "The tunnel stays gue then, as with keepalived")
        .contains("conf:9: ", "The tunnel stays ipip then, as with keepalived");
    assertThat(said.out())
        .contains("tunnel: {type: gue, port: 6080}", "tunnel: {type: ipip}")
        .contains("spec: {address: 192.0.2.1, weight: 1}", "{address: 192.0.2.3, weight: 1}");
  }

  @Test
  @Row("import-one-server")
  void saysHowTheDirectorIsARealServer() throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            virtual_server 198.51.100.10 80 {
              protocol TCP
              real_server 198.51.100.10 8080 { }
              real_server 127.0.0.1 8080 { }
              real_server 198.51.100.1 8080 { }
            }
            virtual_server 127.0.0.1 81 { protocol TCP
              real_server 192.0.2.1 80 { } }
            """);

    assertThat(said.out()).contains("inline: [{address: 198.51.100.1, port: 8080, weight: 1}]");
    assertThat(
            said.err().lines().filter(line -> line.endsWith(", that is its own address.")).toList())
        .hasSize(2)
        .allMatch(line -> line.matches(".*conf:[34]: .*"));
  }

  @Test
  @Row("import-names-key")
  void saysWhatKeepalivedMakesOfTheMarkZero() throws IOException {
    ProgramOutput said =
        keepalived(directory, "virtual_server fwmark 0x20 { real_server 192.0.2.1 80 { } }\n");

    assertThat(said.code()).isEqualTo(75);
    assertThat(said.err())
        .contains("conf:1: virtual_server fwmark 0x20: left out: it is not a firewall mark");
  }

  @Test
  @Row("import-parameters")
  void readsInsideOfABlockThatKeepalivedDoesNotKnow() throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            websites {
              virtual_server 198.51.100.10 80 { protocol TCP
                real_server 192.0.2.1 80 { } }
            }
            track_group {
              virtual_server 198.51.100.11 80 { protocol TCP
                real_server 192.0.2.1 80 { } }
            }
            """);

    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("[198.51.100.10]").doesNotContain("198.51.100.11");
    assertThat(said.err()).contains("conf:1: websites: the { is passed over, as keepalived does");
  }

  @Test
  @Row("import-parameters")
  void endsALineWhereAStringEnds() throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            virtual_server 198.51.100.10 80 { protocol TCP
              real_server 192.0.2.1 80 { weight 3 }\0 }
            }
            """);

    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("{address: 192.0.2.1, weight: 3}");
    assertThat(said.err()).doesNotContain("too many");
  }

  @Test
  @Row("import-mark-family")
  void tellsOfAMarkThatKeepalivedFailsToMakeForTheSecondFamily() throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            virtual_server_group g { fwmark 7 }
            virtual_server group g { real_server 192.0.2.1 80 { } }
            virtual_server group g { real_server 2001:db8::1 80 { } }
            virtual_server_group h { fwmark 8 }
            virtual_server group h { real_server 2001:db8::1 80 { } }
            virtual_server group h { real_server 192.0.2.1 80 { } }
            """);

    assertThat(said.code()).isEqualTo(75);
    assertThat(said.err())
        .contains("conf:3: virtual_server group g / FWM 7 IPv6: keepalived 2.2.7")
        .doesNotContain("FWM 8");
  }

  @Test
  @Row("import-names-key")
  void tellsThatAGroupIsNotPutTogetherByAMark() throws IOException {
    String services =
        """
        virtual_server_group g {
          198.51.100.10 80
          198.51.100.11 81
        }
        virtual_server group g { protocol TCP
          real_server 192.0.2.1 80 { } }
        """;

    ProgramOutput by = keepalived(directory, services + "global_defs { nftables_ipvs }\n");
    ProgramOutput without = keepalived(directory, services);

    assertThat(by.code()).isEqualTo(75);
    assertThat(by.err()).contains("conf:5: virtual_server group g: the addresses of its group are");
    assertThat(without.code()).isZero();
  }

  @Test
  @Row("import-parameters")
  void findsWhatAGlobFinds() throws IOException {
    service(".hidden.inc", "198.51.100.1");
    service("b.inc", "198.51.100.3");
    service("a.inc", "198.51.100.2");
    Files.createDirectory(directory.resolve("c.inc"));

    ProgramOutput said = keepalived(directory, "include *.inc\n");
    ProgramOutput hidden = keepalived(directory, "include .h*.inc\n");

    assertThat(said.code()).isZero();
    assertThat(said.out())
        .containsSubsequence("[198.51.100.2]", "[198.51.100.3]")
        .doesNotContain("[198.51.100.1]");
    assertThat(hidden.out()).contains("[198.51.100.1]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "include nothing.inc  | 75 | there is no such file, or it is none",
        "include .            | 75 | there is no such file, or it is none",
        "include nothing*.inc | 0  | there is no such file",
        "includem no*.inc     | 75 | without one keepalived does not start"
      })
  @Row("import-parameters")
  void saysWhatIsNotThereToBeIncluded(String line, int code, String says) throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            line + "\nvirtual_server 198.51.100.10 80 { real_server 192.0.2.1 80 { } }\n");

    assertThat(said.code()).isEqualTo(code);
    assertThat(said.err()).contains("conf:1: include").contains(says);
  }

  @Test
  @Row("import-empty")
  void waitsForNoPipeThatIsIncluded() throws IOException, InterruptedException {
    Path pipe = directory.resolve("pipe.inc");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();

    ProgramOutput said =
        keepalived(
            directory,
            "include *.inc\nvirtual_server 198.51.100.10 80 { real_server 192.0.2.1 80 { } }\n");

    assertThat(said.out()).contains("addresses: [198.51.100.10]");
  }

  @Test
  @Row("import-folded")
  void raisesNoAlarmOverWhatKeepalivedPassesOverToo() throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            |virtual_server 198.51.100.9 80 {
              real_server 192.0.2.9 80 { }
            }
            virtual_server 198.51.100.10 80 {
              real_server 192.0.2.1 80 { lb_kind DR }
            }
            """);

    assertThat(said.code()).isZero();
    assertThat(said.err()).contains("conf:1: |virtual_server", "passed over, as keepalived does");
    assertThat(said.out()).contains("method: NAT").doesNotContain("198.51.100.9");
  }

  private void service(String file, String vip) throws IOException {
    Files.writeString(
        directory.resolve(file),
        "virtual_server %s 80 {\n protocol TCP\n real_server 192.0.2.1 80 { }\n}\n".formatted(vip));
  }
}
