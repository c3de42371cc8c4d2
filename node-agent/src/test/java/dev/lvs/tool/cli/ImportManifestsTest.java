package dev.lvs.tool.cli;

import static dev.lvs.tool.cli.Imports.imported;
import static dev.lvs.tool.cli.Imports.keepalived;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.verdict.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests that imports write, from parameters, groups, ranges and services written twice. */
class ImportManifestsTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "80               | weight ${_RANDOM 4 4} | true",
        "${_RANDOM 80 80} | weight 4              | true",
        "$P               | weight 4              | true",
        "80               | weight 4              | false"
      })
  @Row("import-parameters")
  void tellsOfAParameterThatKeepalivedSplits(String port, String weight, boolean split)
      throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            $P=${_RANDOM 80 80}
            virtual_server 198.51.100.10 %s {
              protocol TCP
              real_server 192.0.2.1 80 { %s }
            }
            """
                .formatted(port, weight));

    assertThat(said.out()).contains("{address: 192.0.2.1, weight: 4}");
    assertThat(said.code()).isEqualTo(split ? 75 : 0);
    assertThat(said.err().contains("keepalived splits a parameter")).isEqualTo(split);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "delay_loop ${_RANDOM 1 10}   | 0",
        "smtp_alert \"${_ENV HOME}\"  | 0",
        "notify_up ${_INSTANCE}/up    | 0",
        "quorum_up ${_PWD}/up         | 0",
        "lvs_method ${_ENV METHOD}    | 75",
        "weight ${_RANDOM 1 3}        | 75",
        "weight ${_RANDOM 3 3}        | 0"
      })
  @Row("import-parameters")
  void losesNothingBehindAParameter(String line, int code) throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            virtual_server 198.51.100.10 80 {
              %s
              protocol TCP
              real_server 192.0.2.1 80 {
              }
              real_server 192.0.2.2 80 { weight 2 }
            }
            """
                .formatted(line));

    assertThat(said.code()).isEqualTo(code);
    assertThat(said.out()).contains("{address: 192.0.2.1, ", "{address: 192.0.2.2, weight: 2}");
    assertThat(said.err()).doesNotContain("{ is passed over").doesNotContain("as keepalived does");
  }

  @Test
  @Row("import-parameters")
  void findsWhatIsIncludedByTheDirectory() throws IOException {
    Files.writeString(
        directory.resolve("vs.inc"),
        "virtual_server 198.51.100.10 80 { real_server 192.0.2.1 80 { } }\n");

    ProgramOutput said = keepalived(directory, "include ${_PWD}/vs.inc\n");

    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("{address: 192.0.2.1, weight: 1}");
  }

  @Test
  @Row("import-mark-family")
  void saysOfWhichFamilyAMarkIs() throws IOException {
    ProgramOutput said =
        imported(directory, "ipvsadm", "-A -f 1 -6\n-A -f 2\n-a -f 2 -r [2001:db8::1] -i\n");

    assertThat(said.code()).isZero();
    assertThat(said.out())
        .contains("firewallMark: 1\n  firewallMarkFamily: IPv6\n")
        .contains("firewallMark: 2\n  firewallMarkFamily: IPv4\n");
  }

  @Test
  void readsAParameterThatContainsItselfTenThousandTimes() throws IOException {
    String text = "$A=$B\n$B=$A$A\n" + "$A\n".repeat(10_000) + "$C=80\n";

    ProgramOutput said =
        keepalived(
            directory, text + "virtual_server 198.51.100.10 $C { real_server 192.0.2.1 80 { } }\n");

    assertThat(said.err()).contains("its parameters never come to an end");
    assertThat(said.out()).contains("addresses: [198.51.100.10]");
  }

  @Test
  @Row("import-no-promises")
  void carriesChecksOverAndTellsTheOthers() throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            virtual_server 198.51.100.10 80 {
              alpha
              inhibit_on_failure
              delay_loop 5
              real_server 192.0.2.1 80 { TCP_CHECK { connect_timeout 3 } }
              real_server 192.0.2.2 80 { SSL_GET { url {
                path /
                digest 9b3a0c85a887a256d6939da88aabd8cd
              } } }
              real_server 192.0.2.3 80 { BFD_CHECK { name peer } }
              real_server 192.0.2.4 80 {
                PING_CHECK { }
                TCP_CHECK { }
              }
            }
            """);

    assertThat(said.code()).isZero();
    assertThat(said.err().lines().filter(line -> line.contains("not carried over")))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("/ digest 9b3a", "has no digest of a page"),
            line ->
                assertThat(line)
                    .contains("/ BFD_CHECK: not carried over: the agent speaks no BFD"));
    assertThat(said.out())
        .contains("  onFailure: quiesce\n")
        .contains(
            "{tcp: {}, interval: 5s, timeout: 3s, retryInterval: 1s, rise: 1, fall: 2, initial: down}")
        .contains("{https: {path: /}, interval: 5s,")
        .contains("{icmp: {}, interval: 5s, timeout: 5s,")
        .contains("  # real_server 192.0.2.3 80: BFD_CHECK { name peer }\n")
        .contains("additionalHealthChecks: [{tcp: {}, interval: 5s,")
        .doesNotContain("# healthCheck");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "state MASTER                   | lvs_sync_daemon d1 VI | {interface: d1, syncId: 51}",
        "state MASTER                   | lvs_sync_daemon d1 VI id 7 | {interface: d1, syncId: 7}",
        "lvs_sync_daemon_interface d1   | router_id x           | {interface: d1, syncId: 0}",
        "lvs_sync_daemon_interface d2   | lvs_sync_daemon d1    | {interface: d1, syncId: 0}"
      })
  @Row("import-sync-interface")
  void carriesTheSyncDaemonOver(String inInstance, String global, String sync) throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            global_defs { %s }
            vrrp_instance VI { virtual_router_id 51
              %s
            }
            virtual_server 198.51.100.10 80 { real_server 192.0.2.1 80 { } }
            """
                .formatted(global, inInstance));

    assertThat(said.out()).contains("  connectionSync: " + sync + "\n");
  }

  @Test
  @Row("import-twice")
  void mergesAServiceThatIsWrittenTwice() throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            virtual_server 198.51.100.10 80 { lvs_sched rr
              real_server 192.0.2.1 80 { weight 3 } }
            virtual_server 198.51.100.10 80 { lvs_sched lc
              real_server 192.0.2.1 80 { weight 9 }
              real_server 192.0.2.2 80 { weight 4 } }
            """);

    assertThat(said.code()).isZero();
    assertThat(said.out())
        .contains("scheduler: rr")
        .doesNotContain("scheduler: lc")
        .contains("[{address: 192.0.2.1, weight: 3}, {address: 192.0.2.2, weight: 4}]");
    assertThat(said.err()).containsPattern("conf:3: .* is at .*conf:1: virtual_server .* already");
  }

  @Test
  @Row("import-twice")
  void takesTheFirstOfTwoGroupsOfOneName() throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            virtual_server_group g { 198.51.100.10 80 }
            virtual_server_group g { 198.51.100.11 80 }
            virtual_server group g { real_server 192.0.2.1 80 { } }
            """);

    assertThat(said.out()).contains("addresses: [198.51.100.10]").doesNotContain("198.51.100.11");
    assertThat(said.err()).contains("conf:2: virtual_server_group g: passed over");
  }

  @Test
  @Row("import-empty")
  void readsBehindAByteOrderMark() throws IOException {
    ProgramOutput said =
        keepalived(
            directory, "\ufeffvirtual_server 198.51.100.10 80 { real_server 192.0.2.1 80 { } }");

    assertThat(said.code()).as("keepalived has nothing of it").isEqualTo(75);
    assertThat(said.err()).contains("conf:1: a byte order mark");
    assertThat(said.out()).contains("addresses: [198.51.100.10]");
  }

  @Test
  @Row("import-member-names")
  void saysInTheNameWhichMemberOfAGroupItIs() throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            virtual_server_group edge {
              fwmark 5
              198.51.100.10-12 80
              198.51.100.20 443
            }
            virtual_server group edge { protocol TCP
              real_server 192.0.2.1 0 { } }
            """);

    assertThat(said.out())
        .contains("name: edge-mark-5,", "name: edge-80,", "name: edge-443,")
        .doesNotContain("name: edge,");
  }

  @Test
  @Row("import-member-names")
  void letsOneDirectoryTakeSeveralImports() throws IOException {
    Path file = Files.writeString(directory.resolve("rules"), "-A -t 198.51.100.10:80\n");
    String to = directory.resolve("manifests").toString();
    String[] first = {"import", "--from", "ipvsadm", "--node", "n", "--output", to, file + ""};
    ProgramOutput.lvs(first);

    ProgramOutput again = ProgramOutput.lvs(first);
    ProgramOutput prefixed =
        ProgramOutput.lvs(
            "import",
            "--from",
            "ipvsadm",
            "--name-prefix",
            "b-",
            "--node",
            "n",
            "--output",
            to,
            file + "");

    assertThat(again.code()).isEqualTo(73);
    assertThat(again.err()).contains("is there already", "--name-prefix");
    assertThat(prefixed.code()).isZero();
    assertThat(directory.resolve("manifests").toFile().list())
        .containsExactlyInAnyOrder(
            "nodes.yaml",
            "cluster.yaml",
            "virtual-services.yaml",
            "b-cluster.yaml",
            "b-virtual-services.yaml");
    assertThat(Files.readString(directory.resolve("manifests/b-cluster.yaml")))
        .contains("name: b-vips")
        .doesNotContain("DirectorGroup");
  }

  /** As keepalived 2.2.7 programs them: it counts up the last part of an address. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "198.51.100.250-255          | 6 | 0",
        "198.51.100.10-012           | 3 | 0",
        "198.51.100.10-12-13         | 3 | 0",
        "198.51.100.10-12x           | 3 | 0",
        "2001:db8::8-0x0a            | 3 | 0",
        "198.51.100.10-198.51.100.10 | 1 | 0",
        "198.51.100.250-260          | 0 | 0",
        "198.51.100.10-10            | 0 | 0",
        "198.51.100.12-10            | 0 | 0",
        "198.51.100.10-0x0c          | 0 | 0",
        "198.51.100.10-              | 0 | 0",
        "2001:db8::fffe-10001        | 0 | 0",
        "198.51.100.250-198.51.101.1 | 8 | 75",
        "198.51.100.254/23           | 0 | 0",
        "2001:db8::fffe-2001:db8::1:1| 4 | 75"
      })
  @Row("import-address-ranges")
  void readsRangesAsKeepalivedDoes(String range, int addresses, int code) throws IOException {
    ProgramOutput said =
        keepalived(
            directory,
            """
            virtual_server_group g {
              %1$s1 80
              %2$s 80
            }
            virtual_server group g {
              protocol TCP
              real_server %1$s77 80 {
              }
            }
            """
                .formatted(range.contains(":") ? "2001:db8:1::" : "203.0.113.", range));

    assertThat(said.code()).isEqualTo(code);
    assertThat(Pattern.compile("[ \\['\"](198\\.51|2001:db8::)").matcher(vips(said)).results())
        .hasSize(addresses);
    assertThat(said.err().contains("counts up the last part")).isEqualTo(code != 0);
  }

  private static String vips(ProgramOutput said) {
    return said.out().substring(said.out().indexOf("kind: VirtualService"));
  }
}
