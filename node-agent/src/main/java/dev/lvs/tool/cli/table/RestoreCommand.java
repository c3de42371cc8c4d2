package dev.lvs.tool.cli.table;

import dev.lvs.agent.daemon.BuildVersion;
import dev.lvs.agent.daemon.CommandException;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.kernel.Console;
import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.kernel.syncdaemon.DaemonText;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.tool.list.SavedText;
import dev.lvs.tool.saved.Command.Alter;
import dev.lvs.tool.saved.Command.Clear;
import dev.lvs.tool.saved.Command.SetTimeouts;
import dev.lvs.tool.saved.Command.StartDaemon;
import dev.lvs.tool.saved.Command.StopDaemon;
import dev.lvs.tool.saved.Command.Zero;
import dev.lvs.tool.saved.Finding;
import dev.lvs.tool.saved.Rehearsal;
import dev.lvs.tool.saved.SavedLine;
import dev.lvs.tool.saved.SavedTable;
import dev.lvs.tool.saved.Subject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lvs restore}. */
@CommandLine.Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Carries out what lvs save or ipvsadm -S wrote, as ipvsadm -R does.",
    description = {
      "",
      "What the file adds is added to the table that is there; with --replace, or a line -C, the"
          + " file is the whole table. A line is what could stand behind ipvsadm, every option of"
          + " 1.31 in its short or long form; # begins a comment.",
      "",
      "The file is read and compared with the table to its end before anything is changed. One"
          + " line that cannot be carried out is one line on stderr, and nothing is changed at all."
          + " What is as the file says is not touched, what differs is edited in place: connections"
          + " go on.",
      "",
      "What is restored is not the agent's: it neither repairs nor removes it, and it refuses to"
          + " program a virtual service that stands there already. What it holds itself, it sets"
          + " right again.",
      "",
      "Names of hosts are those in /etc/hosts, names of services those in /etc/services; no name"
          + " server is asked. An address outside brackets is IPv4, a name in brackets IPv6.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lvs restore table                add what a file says",
      "  lvs restore --replace table      make the table what the file says, in place",
      "  ipvsadm -S -n | ssh other lvs restore --dry-run"
    })
public final class RestoreCommand implements Callable<Integer> {
  private static final String STDIN = "-";

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = STDIN,
      description = "What to carry out; standard input where it is missing or -.")
  String file = STDIN;

  @Option(
      names = "--replace",
      order = 1,
      description =
          "Take away what the file does not say. Nothing is flushed: what stays, stays in"
              + " place.")
  boolean replace;

  @Option(
      names = "--dry-run",
      order = 2,
      description = "Print the changes as ipvsadm lines instead of making them.")
  boolean dryRun;

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    SavedTable saved = SavedTable.read(text(), SystemNames.read());
    if (!saved.isRight()) {
      saved.findings().forEach(this::say);
      return nothing();
    }
    try (Console console = Access.open()) {
      Map<ServiceKey, VirtualServer> present = console.table();
      Rehearsal rehearsal = Rehearsal.of(saved, replace ? Map.of() : present);
      rehearsal.findings().forEach(this::say);
      if (!rehearsal.isRight()) {
        return nothing();
      }
      List<IpvsChange> changes =
          Diff.of(
                  KernelState.ofServices(rehearsal.table()),
                  KernelState.ofServices(present),
                  Ownership.ofAll(present),
                  Set.of())
              .ofTable();
      return (dryRun ? print(changes, rehearsal) : make(changes, rehearsal, console)).number();
    }
  }

  private int nothing() {
    err().println("lvs: nothing was changed");
    return ExitCode.BAD_FILE.number();
  }

  private ExitCode print(List<IpvsChange> changes, Rehearsal rehearsal) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    changes.stream().map(Change::adminLine).forEach(out::println);
    rehearsal.rest().stream().map(RestoreCommand::line).forEach(out::println);
    return ExitCode.DONE;
  }

  private ExitCode make(List<IpvsChange> changes, Rehearsal rehearsal, Console console) {
    boolean done = true;
    Set<Subject> refused = new HashSet<>();
    for (Outcome outcome : console.apply(changes)) {
      Subject subject = Subject.of((IpvsChange) outcome.change());
      Optional<String> trouble = trouble(outcome);
      done &= trouble.isEmpty();
      // the destinations of a virtual service that was refused are not worth a line each
      if (trouble.isPresent() && !refused.contains(subject.ofService())) {
        refused.add(subject);
        say(rehearsal.lines().getOrDefault(subject, 0), trouble.get());
      }
    }
    for (SavedLine step : rehearsal.rest()) {
      Optional<String> trouble = make(step, console);
      done &= trouble.isEmpty();
      trouble.ifPresent(sentence -> say(step.line(), line(step) + ": " + sentence));
    }
    return done ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private static Optional<String> trouble(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied _, Outcome.AlreadySo _ -> Optional.empty();
      case Outcome.Refused(var _, var _, var message) -> Optional.of(message);
      case Outcome.Unknown(var _, var message) -> Optional.of(message);
    };
  }

  private static Optional<String> make(SavedLine step, Console console) {
    return switch (step.command()) {
      case Zero(var service) -> console.zero(service);
      case SetTimeouts(var timeouts) -> console.set(timeouts);
      case StartDaemon(var daemon) -> console.start(daemon);
      case StopDaemon(var state) -> console.stop(state);
      case Alter _, Clear _ -> throw new IllegalStateException("part of the table: " + step);
    };
  }

  private static String line(SavedLine step) {
    return "ipvsadm "
        + switch (step.command()) {
          case Zero(var service) -> "-Z" + service.map(key -> " " + SavedText.key(key)).orElse("");
          case SetTimeouts(var timeouts) -> SavedText.set(timeouts);
          case StartDaemon(var daemon) -> DaemonText.start(daemon);
          case StopDaemon(var state) -> DaemonText.stop(state);
          case Alter _, Clear _ -> throw new IllegalStateException("part of the table: " + step);
        };
  }

  private void say(Finding finding) {
    say(finding.line(), finding.message());
  }

  private void say(int line, String message) {
    String name = file.equals(STDIN) ? "standard input" : file;
    err().println(name + ":" + (line == 0 ? "" : line + ":") + " " + message);
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }

  private String text() {
    try {
      byte[] bytes =
          file.equals(STDIN) ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.NO_FILE, "The file " + file + " cannot be read: " + e.getMessage() + ".");
    }
  }
}
