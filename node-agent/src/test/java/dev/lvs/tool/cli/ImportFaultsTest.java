package dev.lvs.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.tool.convert.ldirectord.LdirectordConfig;
import dev.lvs.tool.convert.read.ConfigFile;
import dev.lvs.tool.convert.read.Configuration;
import dev.lvs.tool.saved.NameFiles;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What imports once lost, said of nobody, or said without need. */
class ImportFaultsTest {
  @TempDir private Path directory;

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
    Said said =
        keepalived(
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

    Said said = keepalived("include ${_PWD}/vs.inc\n");

    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("{address: 192.0.2.1, weight: 1}");
  }

  @Test
  @Row("import-one-server")
  void leavesOutTheOneRealServerThatCannotBe() throws IOException {
    Said said =
        keepalived(
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
    Said said =
        lvs(
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
    Said said =
        keepalived(
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
  @Row("import-mark-family")
  void saysOfWhichFamilyAMarkIs() throws IOException {
    Said said = lvs("ipvsadm", "-A -f 1 -6\n-A -f 2\n-a -f 2 -r [2001:db8::1] -i\n");

    assertThat(said.code()).isZero();
    assertThat(said.out())
        .contains("firewallMark: 1\n  firewallMarkFamily: IPv6\n")
        .contains("firewallMark: 2\n  firewallMarkFamily: IPv4\n");
  }

  @Test
  void readsAParameterThatContainsItselfTenThousandTimes() throws IOException {
    String text = "$A=$B\n$B=$A$A\n" + "$A\n".repeat(10_000) + "$C=80\n";

    Said said =
        keepalived(text + "virtual_server 198.51.100.10 $C { real_server 192.0.2.1 80 { } }\n");

    assertThat(said.err()).contains("its parameters never come to an end");
    assertThat(said.out()).contains("addresses: [198.51.100.10]");
  }

  @Test
  void tellsHowManyNoticesAreMissing() throws IOException {
    String text = "~SEQ(A, 1, 99999) ~SEQ(B, 1, 3) unknown_$A $B {\n";

    Said said =
        keepalived(text + "virtual_server 198.51.100.10 80 { real_server 192.0.2.1 80 { } }\n");

    assertThat(said.err())
        .containsPattern(": [0-9]+ more notices are left out; mend what the others name");
  }

  @Test
  void refusesARealServerOfManyCharacters() throws IOException {
    Said said =
        lvs(
            "ldirectord",
            "virtual=198.51.100.10:80\n    real=" + "192.0.2.1-9".repeat(20_000) + " gate\n");

    assertThat(said.err()).contains("It has 220005 characters, which no real server needs.");
  }

  @Test
  @Row("import-no-promises")
  void carriesChecksOverAndTellsTheOthers() throws IOException {
    Said said =
        keepalived(
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
                assertThat(line).contains("/ BFD_CHECK: not carried over: the agent speaks no BFD"),
            line -> assertThat(line).contains("/ TCP_CHECK: ", "and its PING_CHECK was taken"));
    assertThat(said.out())
        .contains("  onFailure: quiesce\n")
        .contains(
            "{tcp: {}, interval: 5s, timeout: 3s, retryInterval: 1s, rise: 1, fall: 2, initial: down}")
        .contains("{https: {path: /}, interval: 5s,")
        .contains("{icmp: {}, interval: 5s, timeout: 5s,")
        .contains("  # real_server 192.0.2.3 80: BFD_CHECK { name peer }\n")
        .contains("  # real_server 192.0.2.4 80: TCP_CHECK\n")
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
    Said said =
        keepalived(
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

  @ParameterizedTest
  @CsvSource({
    "vrrp_instance VI,lvs_sync_daemon_inteface d1",
    "vrrp_sync_group G,lvs_sync_daemon_interface d1",
    "global_defs,lvs_sync_daemon_interface d1"
  })
  @Row("import-sync-interface")
  void tellsOfASyncDaemonThatIsMisspeltOrMisplaced(String block, String line) throws IOException {
    Said said =
        keepalived(
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
        "ldirectord | virtual = 198.51.100.10:80",
        "ipvsadm    | -A -t 198.51.100.10:80"
      })
  @Row("import-vip-holder")
  void saysOnceThatNobodyHoldsTheVips(String program, String text) throws IOException {
    Said said = lvs(program, text + "\n");

    assertThat(said.code()).isZero();
    assertThat(said.err())
        .containsOnlyOnce("nothing here says who holds the VIPs (198.51.100.10), and the agent");
    assertThat(said.out()).contains("# The agent puts its VIPs on no interface");
  }

  @Test
  @Row("import-vip-holder")
  void saysItOfTheVipsThatVrrpDoesNotHold() throws IOException {
    Said said =
        keepalived(
            """
            vrrp_instance VI { virtual_ipaddress { 198.51.100.10/24 dev d0 } }
            virtual_server 198.51.100.10 80 { real_server 192.0.2.1 80 { } }
            virtual_server 198.51.100.11 80 { real_server 192.0.2.1 80 { } }
            """);

    assertThat(said.err())
        .contains("the VIPs (198.51.100.10) stay with keepalived")
        .contains("who holds the VIPs (198.51.100.11)");
  }

  @Test
  @Row("import-twice")
  void mergesAServiceThatIsWrittenTwice() throws IOException {
    Said said =
        keepalived(
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
    Said said =
        keepalived(
            """
            virtual_server_group g { 198.51.100.10 80 }
            virtual_server_group g { 198.51.100.11 80 }
            virtual_server group g { real_server 192.0.2.1 80 { } }
            """);

    assertThat(said.out()).contains("addresses: [198.51.100.10]").doesNotContain("198.51.100.11");
    assertThat(said.err()).contains("conf:2: virtual_server_group g: passed over");
  }

  @Test
  @Row("import-ldirectord")
  void readsRealServersAsLooselyAsLdirectord() throws IOException {
    Said said =
        lvs(
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
    Said said = lvs(program, text + "\n");

    assertThat(said.code()).isEqualTo(75);
    assertThat(said.err()).contains("conf: there is no virtual service in it, as " + program);
  }

  @Test
  @Row("import-empty")
  void readsBehindAByteOrderMark() throws IOException {
    Said said =
        keepalived("\ufeffvirtual_server 198.51.100.10 80 { real_server 192.0.2.1 80 { } }");

    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("addresses: [198.51.100.10]");
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

    Said said =
        keepalived(
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

  @Test
  @Row("import-member-names")
  void saysInTheNameWhichMemberOfAGroupItIs() throws IOException {
    Said said =
        keepalived(
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
    Said.lvs(first);

    Said again = Said.lvs(first);
    Said prefixed =
        Said.lvs(
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
    Said said =
        keepalived(
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

  private static String vips(Said said) {
    return said.out().substring(said.out().indexOf("kind: VirtualService"));
  }

  private Said keepalived(String text) throws IOException {
    return lvs("keepalived", text);
  }

  private Said lvs(String program, String text) throws IOException {
    Path file = Files.writeString(directory.resolve("conf"), text);
    return Said.lvs("import", "--from", program, file.toString());
  }
}
