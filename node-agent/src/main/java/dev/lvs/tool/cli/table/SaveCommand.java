package dev.lvs.tool.cli.table;

import dev.lvs.agent.daemon.BuildVersion;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.agent.kernel.Console;
import dev.lvs.agent.kernel.syncdaemon.DaemonText;
import dev.lvs.tool.list.SavedText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lvs save}. */
@Command(
    name = "save",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Prints the IPVS table as ipvsadm -S -n does, for lvs restore or ipvsadm -R.",
    description = {
      "",
      "All of it, whoever put it there, and also what ipvsadm -S forgets: connection thresholds (-x"
          + " and -y), the third scheduler flag of sh and mh, and that marks above 2147483647 are"
          + " not negative. Addresses and ports are always numbers.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lvs save >table                  keep the table in a file",
      "  ssh other lvs save | lvs restore take over the table of another director"
    })
public final class SaveCommand implements Callable<Integer> {
  @Option(
      names = {"-n", "--numeric"},
      order = 1,
      description =
          "Does nothing: numbers are printed anyway. It is there for fingers that know"
              + " ipvsadm.")
  boolean numeric;

  @Option(
      names = "--settings",
      order = 2,
      description =
          "Print the timeouts (--set) and the sync daemons (--start-daemon) too, which"
              + " ipvsadm -S does not.")
  boolean settings;

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    try (Console console = Access.open()) {
      SavedText text = SavedText.of(console.table().values());
      List<String> lines = new ArrayList<>(text.lines());
      if (settings) {
        lines.add(SavedText.set(console.timeouts()));
        console.daemons().forEach(daemon -> lines.add(DaemonText.start(daemon)));
      }
      StringBuilder all = new StringBuilder();
      lines.forEach(line -> all.append(line).append('\n'));
      out.print(all);
      out.flush();
      text.unsayable().forEach(sentence -> err.println("lvs: " + sentence));
      return (text.unsayable().isEmpty() ? ExitCode.DONE : ExitCode.LOSSY).number();
    }
  }
}
