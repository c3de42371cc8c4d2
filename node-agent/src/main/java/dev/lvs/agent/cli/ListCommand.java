package dev.lvs.agent.cli;

import dev.lvs.agent.kernel.Console;
import dev.lvs.agent.text.TableText;
import java.io.PrintWriter;
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
    try (Console console = Access.open()) {
      PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
      out.print(TableText.of(console.list()));
      out.flush();
      return ExitCode.DONE.number();
    }
  }
}
