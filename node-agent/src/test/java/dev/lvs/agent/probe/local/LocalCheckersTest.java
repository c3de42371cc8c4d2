package dev.lvs.agent.probe.local;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.probe.Advice;
import dev.lvs.agent.probe.BegunProbe;
import dev.lvs.agent.probe.LocalChecker;
import dev.lvs.agent.probe.ProbeLoop;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.probe.Schedule;
import dev.lvs.agent.probe.ScheduledCheck;
import dev.lvs.agent.probe.Target;
import dev.lvs.agent.probe.local.FileChecker.Rule;
import dev.lvs.agent.syscall.Poll;
import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalCheckersTest {
  private static final Target SERVER = Target.of(IpAddress.parse("192.0.2.21"), 8080);
  private static final Poll POLL = new Poll();
  private static final Schedule HASTY = Schedule.of(Duration.ofMillis(400), Duration.ofMillis(400));

  @TempDir Path folder;
  @TempDir Path elsewhere;

  private final BlockingQueue<ProbeResult> results = new LinkedBlockingQueue<>();
  private ProbeLoop loop;
  private Thread thread;

  @BeforeEach
  void start() {
    loop = new ProbeLoop((_, result) -> results.add(result));
    thread = Thread.ofPlatform().daemon().start(loop);
  }

  @AfterEach
  void stop() throws InterruptedException {
    loop.close();
    thread.join(5000);
    assertThat(thread.isAlive()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, false, passed",
    "1, false, failed",
    "7, false, failed",
    "0, true, More[added=0]",
    "1, true, failed",
    "2, true, Exactly[weight=0]",
    "12, true, Exactly[weight=10]",
    "255, true, Exactly[weight=253]"
  })
  void followsTheExitCode(int code, boolean weighs, String outcome) throws Exception {
    script("check", "echo no disk; exit " + code);

    ProbeResult result = result(program("check", List.of(), weighs));

    switch (result) {
      case ProbeResult.Passed(var advice, var _) ->
          assertThat(advice.flatMap(Advice::load).map(Object::toString).orElse("passed"))
              .isEqualTo(outcome);
      case ProbeResult.Failed(var reason) -> {
        assertThat(outcome).isEqualTo("failed");
        assertThat(reason)
            .isEqualTo(
                "program check for 192.0.2.21:8080 exited with %d (it said 'no disk')"
                    .formatted(code));
      }
      case ProbeResult.Inconclusive(var reason) -> assertThat(reason).isEmpty();
    }
  }

  @Test
  void givesArgumentsAsTheyAreAndNoEnvironmentOfItsOwn() throws Exception {
    script(
        "check",
        """
        out=$1; shift
        printf '%s\\n' "$@" >"$out"
        tr '\\0' '\\n' </proc/$$/environ | sort >>"$out"
        pwd >>"$out"
        """);
    Path out = elsewhere.resolve("out");

    result(
        program(
            "check",
            List.of(out.toString(), "{address}:{port}", "$(id)", "a b; exit 1", "*"),
            false));

    assertThat(out)
        .content()
        .isEqualTo(
            """
            192.0.2.21:8080
            $(id)
            a b; exit 1
            *
            LVS_ADDRESS=192.0.2.21
            LVS_PORT=8080
            PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            /
            """);
  }

  @Test
  void givesNoDescriptorOfTheAgent() throws Exception {
    Path secret = Files.writeString(elsewhere.resolve("secret"), "secret");
    Path out = elsewhere.resolve("out");
    script("check", "ls -l /proc/self/fd >" + out + " 2>&1; exit 0");

    try (FileChannel _ = FileChannel.open(secret)) {
      assertThat(inheritable()).contains(secret.toRealPath());
      assertThat(result(program("check", List.of(), false))).isEqualTo(ProbeResult.Passed.PLAIN);
    }

    assertThat(out).content().contains(" 0 -> /dev/null").doesNotContain("secret");
  }

  /** What ends with the program: itself, and all that it started. */
  @ParameterizedTest
  @ValueSource(strings = {"sleep 600", "exit 0"})
  void leavesNothingBehind(String end) throws Exception {
    Path out = elsewhere.resolve("pids");
    script("check", "sleep 600 & echo $! $$ >" + out + "; " + end);

    loop.probe(Set.of(new ScheduledCheck(SERVER, program("check", List.of(), false), HASTY)));

    assertThat(next())
        .isEqualTo(
            end.equals("exit 0")
                ? ProbeResult.Passed.PLAIN
                : new ProbeResult.Failed("program check for 192.0.2.21:8080 did not end in time"));
    loop.probe(Set.of());
    for (String pid : Files.readString(out).strip().split(" ", -1)) {
      for (int tries = 0; tries < 100 && isAlive(pid); tries++) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertThat(isAlive(pid)).as(pid).isFalse();
    }
  }

  @Test
  void endsAProgramThatWritesWithoutEnd() throws Exception {
    script("check", "exec yes");

    assertThat(result(program("check", List.of(), false)))
        .isEqualTo(
            new ProbeResult.Failed("program check for 192.0.2.21:8080 writes more than 64 KiB"));
  }

  @Test
  void saysBySignalWhatEndedIt() throws Exception {
    script("check", "kill -SEGV $$");

    assertThat(result(program("check", List.of(), false)))
        .isEqualTo(
            new ProbeResult.Failed("program check for 192.0.2.21:8080 was ended by signal 11"));
  }

  /** Nothing of these says anything about the server. */
  @Test
  void doesNotRunWhatIsNoProgramOfTheFolder() throws Exception {
    script("check", "exit 1");
    Files.createSymbolicLink(folder.resolve("inside"), folder.resolve("check"));
    Files.move(script("other", "exit 1"), elsewhere.resolve("other"));
    Files.createSymbolicLink(folder.resolve("outside"), elsewhere.resolve("other"));
    Files.createSymbolicLink(folder.resolve("sh"), Path.of("/bin/sh"));
    Files.createDirectory(folder.resolve("folder"));
    Files.writeString(folder.resolve("text"), "text");
    Files.setPosixFilePermissions(
        script("open", "exit 1"), PosixFilePermissions.fromString("rwxrwxr-x"));

    assertThat(result(program("inside", List.of(), false))).isInstanceOf(ProbeResult.Failed.class);
    assertThat(unprobed("outside")).contains("outside leads out of");
    assertThat(unprobed("sh")).contains("sh leads out of");
    assertThat(unprobed("..")).contains(".. leads out of");
    assertThat(unprobed("../" + elsewhere.getFileName() + "/other")).contains("leads out of");
    assertThat(unprobed("folder")).contains("no regular file");
    assertThat(unprobed("none")).contains("there is no program none in");
    assertThat(unprobed("text")).contains("EACCES");
    assertThat(unprobed("open")).contains("can be written by others");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(unprobed("check")).contains("can be written by others");
  }

  @Test
  void goesOnAfterHundredsOfRuns() throws Exception {
    script("check", "exit 0");
    Schedule often = Schedule.of(Duration.ofMillis(20), Duration.ofMillis(20));
    long before = descriptors();

    loop.probe(Set.of(new ScheduledCheck(SERVER, program("check", List.of(), false), often)));
    for (int runs = 0; runs < 200; runs++) {
      next();
    }
    loop.probe(Set.of());
    TimeUnit.MILLISECONDS.sleep(300);

    assertThat(descriptors()).isLessThan(before + 10);
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive).count())
        .isLessThan(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -          | exists  | passed
          ''         | exists  | file down says that 192.0.2.21 is down
          disk full  | exists  | file down says that 192.0.2.21 is down: 'disk full'
          -          | nonzero | passed
          0          | nonzero | passed
          word       | nonzero | passed
          7          | nonzero | file down has 7, by which 192.0.2.21 is down
          -          | zero    | file down has 0, by which 192.0.2.21 is down
          0x1f       | zero    | passed
          -3         | weight  | More[added=-6]
          0x10       | weight  | More[added=32]
          010        | weight  | More[added=20]
          -          | weight  | More[added=0]
          """)
  void followsAFile(String content, String rule, String outcome) throws Exception {
    if (!content.equals("-")) {
      Files.writeString(folder.resolve("down"), content + "\n");
    }
    Rule by =
        switch (rule) {
          case "exists" -> new Rule.Exists();
          case "weight" -> new Rule.Weight(2);
          default -> new Rule.Value(rule.equals("zero"));
        };

    ProbeResult result = result(new FileChecker(new CheckFolder(folder), "down", by));

    assertThat(
            switch (result) {
              case ProbeResult.Passed(var advice, var _) ->
                  advice.flatMap(Advice::load).map(Object::toString).orElse("passed");
              case ProbeResult.Failed(var reason) -> reason;
              case ProbeResult.Inconclusive(var reason) -> "inconclusive: " + reason;
            })
        .isEqualTo(outcome);
  }

  @Test
  void readsNoFileOutsideOfTheFolder() throws Exception {
    Files.createSymbolicLink(folder.resolve("down"), Path.of("/etc/hostname"));
    Path missing = folder.resolve("missing");

    assertThat(result(new FileChecker(new CheckFolder(folder), "down", new Rule.Exists())))
        .isInstanceOfSatisfying(
            ProbeResult.Inconclusive.class,
            it -> assertThat(it.reason()).contains("down leads out of"));
    assertThat(result(new FileChecker(new CheckFolder(missing), "down", new Rule.Exists())))
        .isInstanceOfSatisfying(
            ProbeResult.Inconclusive.class, it -> assertThat(it.reason()).contains("missing"));
  }

  private String unprobed(String name) {
    ProbeResult result = result(program(name, List.of(), false));
    assertThat(result).isInstanceOf(ProbeResult.Inconclusive.class);
    return ((ProbeResult.Inconclusive) result).reason();
  }

  private static ProbeResult result(LocalChecker checker) {
    return switch (checker.begin(SERVER, POLL, 1)) {
      case BegunProbe.Over(var result) -> result;
      case BegunProbe.UnderWay(var probe) -> {
        ProbeResult result = null;
        for (int turns = 0; result == null && turns < 10_000; turns++) {
          assertThat(POLL.await(Duration.ofSeconds(20), _ -> {})).as("anything happens").isTrue();
          result = probe.ready();
        }
        probe.close();
        yield requireNonNull(result);
      }
    };
  }

  private ProbeResult next() throws InterruptedException {
    ProbeResult result = results.poll(20, TimeUnit.SECONDS);
    assertThat(result).as("a result").isNotNull();
    return result;
  }

  private ProgramChecker program(String name, List<String> arguments, boolean weighs) {
    return new ProgramChecker(new CheckFolder(folder), name, arguments, weighs);
  }

  private Path script(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Files of this process that a program would inherit (O_CLOEXEC is not set). */
  private static List<Path> inheritable() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.flatMap(fd -> target(fd).stream()).toList();
    }
  }

  private static Optional<Path> target(Path fd) {
    try {
      String info = Files.readString(Path.of("/proc/self/fdinfo", fd.getFileName().toString()));
      long flags =
          info.lines()
              .filter(line -> line.startsWith("flags:"))
              .mapToLong(line -> Long.parseLong(line.substring(6).strip(), 8))
              .findFirst()
              .orElse(0);
      boolean closes = (flags & 0x80000) != 0;
      return closes ? Optional.empty() : Optional.of(Files.readSymbolicLink(fd));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }

  private static boolean isAlive(String pid) {
    return Files.exists(Path.of("/proc", pid, "exe"))
        && ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isPresent();
  }
}
