package dev.lvs.tool.cli;

import dev.lvs.agent.daemon.BuildVersion;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.agent.daemon.StateOptions;
import dev.lvs.agent.kernel.SoleAgent;
import dev.lvs.agent.log.OneLineStream;
import dev.lvs.agent.report.HoldersFile;
import dev.lvs.agent.report.LocalHolders;
import dev.lvs.agent.report.LocalStatement;
import dev.lvs.agent.report.Told;
import dev.lvs.manifest.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lvs holders}. */
@Command(
    name = "holders",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Says who has the VIPs of this node's groups with a Lease, and why not this node.",
    description = {
      "",
      "It reads what the running agent says in its state directory; what is missing or older than 5"
          + " s is not known. STATE of this node:",
      "",
      "  Holder            it has the VIPs, for LEFT at least",
      "  HolderWithoutApi  the same while the API server confirms nothing (apiOutage: Hold)",
      "  Asking            it asks for the Lease",
      "  Waiting           it is ready, and another has the Lease, for LEFT at least",
      "  Fenced            it does not answer for the VIPs, since it cannot serve",
      "  Leaving           it is no director of the group any more, and lets go",
      "  Unknown           its token was over since the agent said something",
      "",
      "-o json prints state (Known, Unknown, NoAgent), reason, and groups: lease, state, holder,"
          + " since, renewedMillis and untilMillis by the node's monotonic clock, why, and counts"
          + " since the agent was started: moves to this node, losses by cause, renewals,"
          + " failedRenewals, longestRenewalMillis, leastMarginMillis.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lvs holders                      one line for each group",
      "  lvs holders -o json              for programs"
    })
final class HoldersCommand implements Callable<Integer> {
  /** Output format. */
  enum Form {
    TEXT,
    JSON
  }

  @Mixin StateOptions state = new StateOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      order = 1,
      defaultValue = "text",
      description = "text or json. Default: ${DEFAULT-VALUE}.")
  Form form = Form.TEXT;

  @Spec @Nullable CommandSpec spec;

  /**
   * Groups that were found.
   *
   * @param state Known, Unknown or NoAgent
   * @param reason why nothing is known; empty where it is
   */
  private record Finding(String state, String reason, List<LocalHolders.Group> groups) {}

  @Override
  public Integer call() {
    Finding finding = find();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    switch (form) {
      case JSON -> out.println(Json.write(finding));
      case TEXT -> print(finding, out);
    }
    return switch (finding.state()) {
      case "Known" -> ExitCode.DONE.number();
      case "NoAgent" -> ExitCode.NO_AGENT.number();
      default -> ExitCode.HOLDERS_UNKNOWN.number();
    };
  }

  private Finding find() {
    if (!SoleAgent.isAtWork()) {
      return new Finding(
          "NoAgent",
          "No agent is at work here: this node asks for no Lease, and answers for no VIP that has"
              + " one once its token is over.",
          List.of());
    }
    Told<LocalHolders> told = Told.in(state.directory, HoldersFile::read);
    long now = LocalStatement.now().toMillis();
    return told.now()
        .map(said -> said.groups().stream().map(one -> one.at(now)).toList())
        .map(groups -> new Finding("Known", "", groups))
        .orElseGet(() -> new Finding("Unknown", told.sentence(), List.of()));
  }

  private static void print(Finding finding, PrintWriter out) {
    if (!finding.reason().isEmpty()) {
      line(out, finding.state() + ": " + finding.reason());
    } else if (finding.groups().isEmpty()) {
      line(out, "No VIP of this node has a Lease.");
    } else {
      HolderTable.lines(finding.groups(), LocalStatement.now().toMillis())
          .forEach(one -> line(out, one));
    }
  }

  /** Names in it are other people's. */
  private static void line(PrintWriter out, String text) {
    out.println(OneLineStream.escape(text));
  }
}
