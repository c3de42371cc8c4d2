package dev.lvs.tool.cli.table;

import dev.lvs.agent.daemon.BuildVersion;
import dev.lvs.agent.daemon.CommandException;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.agent.kernel.Console;
import dev.lvs.ipvs.ServiceKey;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lvs zero}. */
@Command(
    name = "zero",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Sets the counters of lvs list --stats and --rate to zero, as ipvsadm -Z does.",
    description = {"", "Those of every service, or of one. Connections go on.", ""},
    footer = {"", "Example:", "  lvs zero -t 192.0.2.10:80"})
public final class ZeroCommand implements Callable<Integer> {
  @Mixin ServiceOptions service = new ServiceOptions();

  @Override
  public Integer call() {
    Optional<ServiceKey> key = service.key();
    try (Console console = Access.open()) {
      if (key.isPresent() && !console.table().containsKey(key.get())) {
        throw new CommandException(
            ExitCode.NO_SERVICE, "There is no virtual service " + key.get() + ".");
      }
      Optional<String> refusal = console.zero(key);
      if (refusal.isPresent()) {
        throw new CommandException(
            ExitCode.REFUSED, "The counters are as they were: " + refusal.get() + ".");
      }
      return ExitCode.DONE.number();
    }
  }
}
