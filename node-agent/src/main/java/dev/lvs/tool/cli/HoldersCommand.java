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
    header = "Says who has the VIPs of this node's groups, and why not this node.",
    description = {
      "",
      "It reads what the running agent says in its state directory; what is missing or older than 5"
          + " s is not known. One line for each group with announcement lease, vrrp or bgp, with"
          + " the name of its Lease (lvs-GROUP-0) or of the DirectorGroup. STATE of this node:",
      "",
      "lease:",
      "  Holder            it has the VIPs, for LEFT at least",
      "  HolderWithoutApi  the same while the API server confirms nothing (apiOutage: Hold)",
      "  Asking            it asks for the Lease",
      "  Waiting           it is ready, and another has the Lease, for LEFT at least",
      "  Fenced            it does not answer for the VIPs, since it cannot serve",
      "  Leaving           it is no director of the group any more, and lets go",
      "vrrp:",
      "  Holder            VIPs are on the interface, where keepalived puts them",
      "  Waiting           they are not, and keepalived may take them",
      "  NotReady          they are not, and keepalived may not or does not run",
      "bgp:",
      "  Announced         VIPs are on lvs-bgp, for LEFT at least, and a BGP session is established",
      "  NoSession         they are there, and no session tells a router of them",
      "  Withdrawn         none of them is there",
      "all:",
      "  Unknown           it cannot be seen, or may have changed since the agent saw it",
      "",
      "What a speaker announces by its session, and whether a router takes it, only these two know.",
      "",
      "-o json prints state (Known, Unknown, NoAgent), reason, and groups with a Lease: lease, state,"
          + " holder, since, renewedMillis and untilMillis by the node's monotonic clock, why, and"
          + " counts since the agent was started: moves to this node, losses by cause, renewals,"
          + " failedRenewals, longestRenewalMillis, leastMarginMillis; vrrp: group, state, since,"
          + " why; bgp: group, state, session (Established, None, Unknown), since, untilMillis,"
          + " why.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lvs holders                      one line for each group",
      "  lvs holders -o json              for programs"
    })
final class HoldersCommand implements Callable<Integer> {
  private static final String UNKNOWN = "Unknown";

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
   * @param reason why nothing is known, or not of all; empty where it is
   * @param groups those with a Lease
   */
  private record Finding(
      String state,
      String reason,
      List<LocalHolders.Group> groups,
      List<LocalHolders.VrrpGroup> vrrp,
      List<LocalHolders.BgpGroup> bgp) {
    static Finding of(LocalHolders said, long now) {
      return new Finding(
          said.pending() == null ? "Known" : UNKNOWN,
          said.pending() == null
              ? ""
              : "Groups without a Lease are not known: " + said.pending() + ".",
          said.groups().stream().map(one -> one.at(now)).toList(),
          said.vrrp(),
          said.bgp().stream().map(one -> one.at(now)).toList());
    }

    static Finding none(String state, String reason) {
      return new Finding(state, reason, List.of(), List.of(), List.of());
    }
  }

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
      return Finding.none(
          "NoAgent",
          "No agent is at work here: this node answers for no VIP with a Lease once its token is"
              + " over, VIPs on lvs-bgp end within 45 s, and keepalived leaves its own within 40"
              + " s.");
    }
    Told<LocalHolders> told = Told.in(state.directory, HoldersFile::read);
    long now = LocalStatement.now().toMillis();
    return told.now()
        .map(said -> Finding.of(said, now))
        .orElseGet(() -> Finding.none(UNKNOWN, told.sentence()));
  }

  private static void print(Finding finding, PrintWriter out) {
    if (!finding.reason().isEmpty()) {
      line(out, finding.state() + ": " + finding.reason());
    }
    HolderTable table = new HolderTable(LocalStatement.now().toMillis());
    finding.groups().forEach(table::add);
    finding.vrrp().forEach(table::add);
    finding.bgp().forEach(table::add);
    if (!table.isEmpty()) {
      table.lines().forEach(one -> line(out, one));
    } else if (finding.reason().isEmpty()) {
      line(out, "This node has no group with announcement lease, vrrp or bgp.");
    }
  }

  /** Names in it are other people's. */
  private static void line(PrintWriter out, String text) {
    out.println(OneLineStream.escape(text));
  }
}
