package dev.lvs.agent.probe.script;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.InFreshNamespace;
import dev.lvs.agent.probe.Checker;
import dev.lvs.agent.probe.ProbeLoop;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.probe.Schedule;
import dev.lvs.agent.probe.ScheduledCheck;
import dev.lvs.agent.probe.Target;
import dev.lvs.agent.syscall.IpSockets.Kind;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ready-made scripts, each against a server program of the distribution, while it runs and after.
 */
@Tag("kernel")
@ExtendWith(InFreshNamespace.class)
class RadiusAndSipIT {
  private static final int PORT = 4711;

  /** A server that rejects after a second, as freeradius does, is waited for. */
  private static final Schedule SCHEDULE =
      Schedule.of(Duration.ofMillis(2500), Duration.ofMillis(2400));

  @TempDir private Path directory;

  /**
   * A server program.
   *
   * @param command in which, as in the configuration, DIR is a folder and ROOT where it is unpacked
   * @param file the name of its configuration
   */
  record Program(String name, String command, String file, String text, Checker checker) {
    @Override
    public String toString() {
      return name + " by " + checker.transport();
    }
  }

  private static final String RADIUS =
      """
      prefix = ROOT/usr
      logdir = DIR
      run_dir = DIR
      libdir = ROOT/usr/lib/freeradius
      max_request_time = 30
      security {
        user = root
        group = root
        allow_core_dumps = no
        reject_delay = 1
      }
      client loopback {
        ipaddr = 127.0.0.1
        secret = nobody-knows
      }
      modules {
        pap {
        }
      }
      server default {
        listen {
          type = auth
          ipaddr = 127.0.0.1
          port = 4711
        }
        authorize {
          pap
        }
        authenticate {
          pap
        }
      }
      """;

  private static final String SIP =
      """
      #!KAMAILIO
      log_stderror=yes
      children=1
      mpath="ROOT/usr/lib/x86_64-linux-gnu/kamailio/modules/"
      listen=udp:127.0.0.1:4711
      listen=tcp:127.0.0.1:4711
      loadmodule "sl.so"
      loadmodule "pv.so"
      request_route {
        if (method=="OPTIONS") { sl_send_reply("200","Keepalive"); exit; }
        sl_send_reply("501","Not here");
      }
      """;

  static Stream<Program> programs() {
    String kamailio = "kamailio -f DIR/kamailio.cfg -DD -E -w DIR -Y DIR -P DIR/pid";
    return Stream.of(
        new Program(
            "freeradius",
            "freeradius -f -X -d DIR -D ROOT/usr/share/freeradius",
            "radiusd.conf",
            RADIUS,
            KnownScripts.radius()),
        new Program("kamailio", kamailio, "kamailio.cfg", SIP, new SipChecker(Kind.UDP)),
        new Program("kamailio", kamailio, "kamailio.cfg", SIP, new SipChecker(Kind.TCP)));
  }

  @ParameterizedTest
  @MethodSource("programs")
  @Row("check-protocols")
  void passesAServerProgramWhileItRuns(Program program) throws Exception {
    new ProcessBuilder("ip", "link", "set", "lo", "up").start().waitFor();
    BlockingQueue<ProbeResult> results = new LinkedBlockingQueue<>();
    ProbeLoop loop = new ProbeLoop((_, result) -> results.add(result));
    Thread thread = Thread.ofPlatform().daemon().start(loop);
    Process server = start(program);
    try {
      Target target = Target.of(IpAddress.parse("127.0.0.1"), PORT);
      loop.probe(Set.of(new ScheduledCheck(target, program.checker(), SCHEDULE)));

      assertThat(until(results, ProbeResult.Passed.class)).as(this::log).isTrue();
      end(server);

      assertThat(until(results, ProbeResult.Failed.class)).isTrue();
    } finally {
      end(server);
      loop.close();
      thread.join(5000);
    }
  }

  /** Some have children that would go on without them. */
  private static void end(Process server) throws InterruptedException {
    List<ProcessHandle> children = server.descendants().toList();
    server.destroyForcibly().waitFor();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean until(
      BlockingQueue<ProbeResult> results, Class<? extends ProbeResult> wanted)
      throws InterruptedException {
    for (int i = 0; i < 12; i++) {
      ProbeResult result = results.poll(10, TimeUnit.SECONDS);
      if (wanted.isInstance(result)) {
        return true;
      }
    }
    return false;
  }

  private Process start(Program program) throws IOException {
    Path binary =
        Stream.of(requireNonNull(System.getenv("PATH")).split(":", -1))
            .map(folder -> Path.of(folder, program.name()))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(program + " is not on the PATH"));
    String root = binary.toString().replaceFirst("/usr/s?bin/[^/]*$", "");
    Files.writeString(
        directory.resolve(program.file()),
        program.text().replace("ROOT", root).replace("DIR", directory.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                program
                    .command()
                    .replace("ROOT", root)
                    .replace("DIR", directory.toString())
                    .split(" ", -1)));
    String libraries = root + "/usr/lib/x86_64-linux-gnu";
    builder
        .environment()
        .merge(
            "LD_LIBRARY_PATH",
            "%s:%s/kamailio:%s/usr/lib/freeradius".formatted(libraries, libraries, root),
            (before, more) -> before + ":" + more);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
