package dev.lvs.agent.cli;

import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.kernel.Missing;
import dev.lvs.agent.text.TableText;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lvs list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    versionProvider = Lvs.Build.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Prints the IPVS table as ipvsadm -Ln does.",
    description = {"", "All of it, whoever put it there.", ""})
final class ListCommand implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    try (Kernel kernel = Kernel.open()) {
      if (kernel.missing().contains(Missing.CAP_NET_ADMIN)) {
        throw new CommandException(ExitCode.NO_PRIVILEGE, Missing.CAP_NET_ADMIN.message());
      }
      Objects.requireNonNull(spec)
          .commandLine()
          .getOut()
          .print(
              kernel
                  .list()
                  .map(TableText::of)
                  .orElseThrow(
                      () -> new CommandException(ExitCode.NO_IPVS, Missing.IP_VS.message())));
      Objects.requireNonNull(spec).commandLine().getOut().flush();
      return ExitCode.OK.number();
    }
  }
}
