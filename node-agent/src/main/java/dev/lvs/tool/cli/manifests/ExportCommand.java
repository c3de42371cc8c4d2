package dev.lvs.tool.cli.manifests;

import dev.lvs.agent.daemon.BuildVersion;
import dev.lvs.agent.daemon.CommandException;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.model.Missing;
import dev.lvs.tool.convert.Converter;
import dev.lvs.tool.convert.table.RunningTable;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lvs export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Writes the running kernel as manifests.",
    description = {
      "",
      "The IPVS table, whoever put it there, and who holds its VIPs. What manifests cannot say is"
          + " told on stderr, a line each.",
      ""
    })
public final class ExportCommand implements Callable<Integer> {
  @Mixin ConversionOutput output = new ConversionOutput();

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    try (Kernel kernel = Kernel.open()) {
      if (kernel.missing().contains(Missing.CAP_NET_ADMIN)) {
        throw new CommandException(ExitCode.NO_PRIVILEGE, Missing.CAP_NET_ADMIN.message());
      }
      if (kernel.missing().contains(Missing.IP_VS)) {
        throw new CommandException(ExitCode.NO_IPVS, Missing.IP_VS.message());
      }
      var line = Objects.requireNonNull(spec).commandLine();
      return output
          .write(
              Converter.convert(
                  RunningTable.of(kernel.observe(List.of(), false)), output.options()),
              line.getOut(),
              line.getErr())
          .number();
    }
  }
}
