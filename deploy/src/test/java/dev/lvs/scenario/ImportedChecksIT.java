package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Machine;
import dev.lvs.lab.Topology;
import dev.lvs.tool.convert.Conversion;
import dev.lvs.tool.convert.Converter;
import dev.lvs.tool.convert.keepalived.KeepalivedConfig;
import dev.lvs.tool.convert.manifest.ConversionOptions;
import dev.lvs.tool.convert.read.ConfigFile;
import dev.lvs.tool.convert.read.Includes;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * keepalived with its own checkers, and beside it the agent with what was imported of the same
 * file: both ask the same real servers while these die and come back.
 */
@Tag("kernel")
class ImportedChecksIT {
  private static final String WITNESS = "keepalived";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final String CONFIG =
      """
      virtual_server 10.1.210.58 80 {
        delay_loop 1
        lvs_sched wrr
        lvs_method NAT
        protocol TCP
        real_server 192.0.2.21 8080 {
          weight 3
          HTTP_GET {
            url {
              path /healthz
              status_code 200-299 304
              regex "web-[1-3] [0-9.]+"
            }
            connect_timeout 0.5
            retry 1
            delay_before_retry 0.3
          }
        }
        real_server 192.0.2.22 8080 {
          weight 2
          HTTP_GET {
            url {
              path /healthz
              status_code 200-299 304
              regex "web-[1-3] [0-9.]+"
            }
            connect_timeout 0.5
            retry 1
            delay_before_retry 0.3
          }
        }
      }
      virtual_server 10.1.210.58 81 {
        delay_loop 1
        lvs_sched rr
        lvs_method NAT
        protocol TCP
        connect_timeout 0.5
        inhibit_on_failure
        real_server 192.0.2.21 8080 { TCP_CHECK { } }
        real_server 192.0.2.22 8080 { TCP_CHECK { retry 2 } }
      }
      virtual_server 10.1.210.58 53 {
        delay_loop 1
        lvs_method NAT
        protocol UDP
        connect_timeout 0.5
        retry 1
        delay_before_retry 0.3
        real_server 192.0.2.21 8080 { UDP_CHECK {
            payload 68 69
            require_reply 77 65 62 2d 3X
        } }
        real_server 192.0.2.22 8080 { PING_CHECK { } }
      }
      virtual_server 10.1.210.58 82 {
        delay_loop 1
        lvs_method DR
        protocol TCP
        alpha
        connect_timeout 0.5
        real_server 192.0.2.21 82 { TCP_CHECK { connect_port 8080 } }
        real_server 192.0.2.22 82 { TCP_CHECK { connect_port 9 } }
      }
      virtual_server 10.1.210.58 83 {
        delay_loop 1
        lvs_sched wrr
        lvs_method NAT
        protocol TCP
        connect_timeout 0.5
        quorum 3
        hysteresis 1
        inhibit_on_failure
        sorry_server 192.0.2.99 8080
        real_server 192.0.2.21 8080 { weight 2
          TCP_CHECK { } }
        real_server 192.0.2.22 8080 { weight 2
          TCP_CHECK { } }
      }
      virtual_server 10.1.210.58 85 {
        delay_loop 1
        lvs_sched wrr
        lvs_method NAT
        protocol TCP
        connect_timeout 0.5
        real_server 192.0.2.22 8080 { weight 6
          PING_CHECK { }
          TCP_CHECK { connect_ip 192.0.2.21 } }
      }
      track_file load { file DIRECTORY/load }
      track_file out { file DIRECTORY/out }
      virtual_server 10.1.210.58 84 {
        delay_loop 1
        lvs_sched wrr
        lvs_method NAT
        protocol TCP
        real_server 192.0.2.21 8080 { weight 5
          MISC_CHECK {
            misc_path "DIRECTORY/weigh 192.0.2.21 'two words'"
            misc_timeout 1
            misc_dynamic
            user root
        } }
        real_server 192.0.2.22 8080 { weight 4
          FILE_CHECK { track_file load
            weight -1 } }
        real_server 192.0.2.23 8080 { weight 7
          FILE_CHECK { track_file out
            weight 0 } }
      }
      """;

  /** Of the last service: what its program exits with is in a file. */
  private static final String WEIGH =
      """
      #!/bin/sh
      [ "$1" = 192.0.2.21 ] || exit 1
      read code <"${0%/*}/code" || exit 0
      [ "$code" != hang ] || exec sleep 60
      exit "$code"
      """;

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // by start, in every test
  private Scenario scenario;

  @SuppressWarnings("NullAway.Init")
  private Process keepalived;

  @AfterEach
  void close() throws InterruptedException {
    if (keepalived != null) {
      keepalived.destroy();
      keepalived.waitFor(20, TimeUnit.SECONDS);
    }
    if (scenario != null) {
      scenario.close();
    }
  }

  @Test
  @Row("check-import")
  void theTablesStayTheSameWhileServersDieAndComeBack() throws IOException {
    start(text -> text);
    Host first = scenario.host("web-1");
    Host second = scenario.host("web-2");
    String http = "-a -t 10.1.210.58:80 -r 192.0.2.21:8080 -m -w 3";
    String inhibited = "-a -t 10.1.210.58:81 -r 192.0.2.21:8080 -m -w ";
    String udp = "-a -u 10.1.210.58:53 -r 192.0.2.21:8080 -m -w 1";
    String pinged = "-a -u 10.1.210.58:53 -r 192.0.2.22:8080 -m -w 1";
    String sorry = "-a -t 10.1.210.58:83 -r 192.0.2.99:8080 -m -w 1";
    // asked itself, and whether the first one is there
    String both = "-a -t 10.1.210.58:85 -r 192.0.2.22:8080 -m -w 6";
    String alpha = "-a -t 10.1.210.58:82 -r 192.0.2.22:82 -g -w 1";

    // one port of the last service is closed from the start
    same(List.of(http, inhibited + 1, udp, pinged, both), List.of(alpha, sorry));

    refuse(first, "tcp");
    same(List.of(inhibited + 0, udp, pinged), List.of(http, sorry, both));

    second.ip("link set dev e0 down");
    same(List.of(inhibited + 0, udp, sorry), List.of(http, pinged, "-r 192.0.2.22:8080 -m -w 2"));

    // one real server alone is heavy enough to keep the quorum, and not to gain it
    accept(first);
    same(List.of(http, inhibited + 1, udp, sorry), List.of(pinged, both));

    refuse(first, "udp");
    same(List.of(http), List.of(udp, pinged));

    second.ip("link set dev e0 up", "route replace default via 192.0.2.1");
    same(List.of(http, pinged, "-r 192.0.2.22:8080 -m -w 2"), List.of(udp, sorry));

    accept(first);
    same(List.of(http, inhibited + 1, udp, pinged, both), List.of(alpha));
  }

  /** With weights that the program and the files give, and a program that hangs. */
  @Test
  @Row("check-import")
  void theTablesStayTheSameWhileProgramsAndFilesSaySomethingElse() throws IOException {
    start(text -> text);
    Path folder = folder();
    String weighed = "-a -t 10.1.210.58:84 -r 192.0.2.21:8080 -m -w ";
    String loaded = "-a -t 10.1.210.58:84 -r 192.0.2.22:8080 -m -w ";
    String out = "-a -t 10.1.210.58:84 -r 192.0.2.23:8080 -m -w 7";
    same(List.of(weighed + 5, loaded + 4, out), List.of());

    Files.writeString(folder.resolve("code"), "12\n");
    Files.writeString(folder.resolve("load"), "1\n");
    same(List.of(weighed + 10, loaded + 3, out), List.of());

    Files.writeString(folder.resolve("code"), "1\n");
    Files.writeString(folder.resolve("load"), "-8\n");
    Files.writeString(folder.resolve("out"), "1\n");
    same(List.of(loaded + 12), List.of(weighed, out));

    Files.writeString(folder.resolve("code"), "0\n");
    Files.writeString(folder.resolve("out"), "0\n");
    same(List.of(weighed + 5, loaded + 12, out), List.of());

    Files.writeString(folder.resolve("code"), "hang\n");
    same(List.of(loaded + 12, out), List.of(weighed));
  }

  @Test
  void withoutTheChecksTheTablesDiffer() throws IOException {
    start(text -> text.replaceAll("(?m)^  healthCheck:.*\\n(    .*\\n)*", ""));
    String http = "-a -t 10.1.210.58:80 -r 192.0.2.21:8080 -m -w 3";
    await().atMost(PATIENCE).until(() -> wanted().contains(http));

    refuse(scenario.host("web-1"), "tcp");

    await().atMost(PATIENCE).until(() -> !wanted().contains(http));
    assertThat(scenario.director().witness()).contains(http);
  }

  private void start(UnaryOperator<String> edit) throws IOException {
    Topology topology =
        Topology.nat(2).with(Stream.of(Machine.named(WITNESS, "10.1.210.50", "192.0.2.2")));
    // the server of alpha that nobody serves never comes up
    scenario = Scenario.begun(topology, "nat", manifests -> imported(manifests, edit));
    Path config = Files.writeString(directory.resolve("keepalived.conf"), config(folder()));
    keepalived =
        new ProcessBuilder(
                scenario
                    .host(WITNESS)
                    .execution(
                        "keepalived",
                        "--dont-fork",
                        "--log-console",
                        "--check",
                        "--use-file=" + config,
                        "--pid=" + directory.resolve("pid"),
                        "--checkers_pid=" + directory.resolve("checkers-pid")))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
  }

  private Path folder() {
    return scenario.agents().manifests().makeChecks();
  }

  private static String config(Path folder) {
    return CONFIG.replace("DIRECTORY", folder.toString());
  }

  private static EditableManifests imported(
      EditableManifests manifests, UnaryOperator<String> edit) {
    Path folder = manifests.makeChecks();
    Path program = folder.resolve("weigh");
    try {
      Files.writeString(program, WEIGH);
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Conversion conversion =
        Converter.convert(
            KeepalivedConfig.read(
                List.of(new ConfigFile("keepalived.conf", config(folder))),
                Includes.none(),
                Optional.empty()),
            new ConversionOptions("default", "", "default", List.of(Topology.DIRECTOR)));
    assertThat(conversion.isWhole()).as(conversion.notices().toString()).isTrue();
    for (String file :
        List.of(
            "cluster.yaml",
            "namespace.yaml",
            "nodes.yaml",
            "real-servers.yaml",
            "virtual-service.yaml")) {
      manifests.delete(file);
    }
    conversion.files().forEach((file, text) -> manifests.write(file, edit.apply(text)));
    return manifests;
  }

  /** Waits until both tables have lines and have not others, and are the same, and stay so. */
  private void same(List<String> with, List<String> without) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              List<String> wanted = wanted();
              assertThat(scenario.director().witness()).as(this::log).isEqualTo(wanted);
              String all = String.join("\n", wanted);
              assertThat(with).as(this::log).allMatch(all::contains);
              assertThat(without).as(this::log).noneMatch(all::contains);
            });
    await()
        .during(Duration.ofSeconds(2))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(scenario.director().witness()).isEqualTo(wanted()));
  }

  private List<String> wanted() {
    return new ArrayList<>(scenario.host(WITNESS).witness());
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void refuse(Host server, String protocol) {
    server.run("nft", "add table inet broken");
    server.run("nft", "add chain inet broken in { type filter hook input priority 0 ; }");
    server.run(
        "nft",
        "add rule inet broken in "
            + protocol
            + " dport 8080 reject with "
            + (protocol.equals("tcp") ? "tcp reset" : "icmpx type port-unreachable"));
  }

  private static void accept(Host server) {
    server.run("nft", "delete table inet broken");
  }
}
