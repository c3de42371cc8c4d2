package dev.lvs.tool.cli.table;

import dev.lvs.agent.daemon.BuildVersion;
import dev.lvs.agent.daemon.CommandException;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.agent.daemon.StateOptions;
import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.kernel.Console;
import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.ledger.Ledger;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Missing;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lvs clear}. */
@Command(
    name = "clear",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Takes the virtual services that are ours out of the IPVS table.",
    description = {
      "",
      "Ours is what the agent added, by its ledger; a virtual service in which somebody else has"
          + " real servers keeps those. A running agent has to be stopped before: it would add them"
          + " again. VIPs, routes and sysctls stay; lvs run --cleanup takes those away too.",
      "",
      "--all is ipvsadm -C: everything goes, whoever put it there. What a running agent holds it"
          + " adds again within a second.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lvs clear --dry-run    what would go",
      "  lvs clear --all        an empty table"
    })
public final class ClearCommand implements Callable<Integer> {
  @Mixin StateOptions state = new StateOptions();

  @Option(names = "--all", order = 1, description = "Take everything, whoever put it there.")
  boolean all;

  @Option(
      names = "--dry-run",
      order = 2,
      description = "Print the changes as ipvsadm lines instead of making them.")
  boolean dryRun;

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    return (all ? clearAll() : clearOurs()).number();
  }

  private ExitCode clearAll() {
    try (Console console = Access.open()) {
      KernelState present = KernelState.ofServices(console.table());
      List<IpvsChange> changes = deletions(present, Ownership.ofAll(present.services())).ofTable();
      return dryRun ? print(changes) : report(console.apply(changes));
    }
  }

  private ExitCode clearOurs() {
    try (Kernel kernel = Kernel.open()) {
      if (kernel.missing().contains(Missing.CAP_NET_ADMIN)) {
        throw new CommandException(ExitCode.NO_PRIVILEGE, Missing.CAP_NET_ADMIN.message());
      }
      if (dryRun) {
        Ownership ours = Ledger.read(state.directory, kernel.life());
        return print(deletions(services(kernel), ours).changes());
      }
      try (Ledger ledger = Ledger.open(state.directory, kernel.life())) {
        Diff diff = deletions(services(kernel), ledger.ownership());
        diff.foreign().forEach(foreign -> err().println("lvs: " + foreign.message()));
        return report(kernel.apply(diff.changes(), ledger));
      }
    }
  }

  /** Returns what of a table goes, if nothing is wanted; all else that is ours stays out of it. */
  private static Diff deletions(KernelState present, Ownership owned) {
    Ownership services = new Ownership(owned.services(), Set.of(), Set.of(), Map.of());
    return Diff.of(KernelState.EMPTY, present, services, Set.of());
  }

  private static KernelState services(Kernel kernel) {
    return KernelState.ofServices(kernel.observe(List.of()).services());
  }

  private ExitCode print(List<? extends Change> changes) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    changes.stream().map(Change::adminLine).forEach(out::println);
    return ExitCode.DONE;
  }

  private ExitCode report(List<Outcome> outcomes) {
    List<String> troubles = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.Applied _, Outcome.AlreadySo _ -> {}
        case Outcome.Refused(var _, var _, var message) -> troubles.add(message);
        case Outcome.Unknown(var _, var message) -> troubles.add(message);
      }
    }
    troubles.forEach(trouble -> err().println("lvs: " + trouble));
    return troubles.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
