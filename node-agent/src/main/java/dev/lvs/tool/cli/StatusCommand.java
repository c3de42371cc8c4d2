package dev.lvs.tool.cli;

import dev.lvs.agent.daemon.BuildVersion;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.agent.daemon.StateOptions;
import dev.lvs.agent.kernel.SoleAgent;
import dev.lvs.agent.log.OneLineStream;
import dev.lvs.agent.report.LocalStatus;
import dev.lvs.agent.report.LocalStatus.State;
import dev.lvs.agent.report.StatusFile;
import dev.lvs.agent.report.Told;
import dev.lvs.api.v1alpha1.DrainedConnections;
import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.LingeringVip;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.ServerCheck;
import dev.lvs.manifest.Json;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lvs status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Says whether the agent of this node is well, and what is not as the plan says.",
    description = {
      "",
      "It reads what the running agent says in its state directory; nothing is asked of the kernel"
          + " but whether an agent is at work. What is missing or too old is not known, and never"
          + " good.",
      "",
      "-o json prints state (Well, NotWell, Unknown, NoAgent), reason, and what the agent said"
          + " last: at, life, seenMillis, goodForMillis, status (the fields of a NodePlan's"
          + " status).",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lvs status || alert              by its exit code",
      "  lvs status -o json               for programs"
    })
final class StatusCommand implements Callable<Integer> {
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
   * Status that was found.
   *
   * @param state Well, NotWell, Unknown, NoAgent
   * @param said the last status of the agent, if that could be read
   */
  private record Finding(String state, String reason, @Nullable LocalStatus said) {}

  @Override
  public Integer call() {
    Finding finding = find();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    switch (form) {
      case JSON -> out.println(Json.write(finding));
      case TEXT -> print(finding, out);
    }
    return code(finding).number();
  }

  private Finding find() {
    Told<LocalStatus> told = Told.in(state.directory, StatusFile::read);
    LocalStatus last = told.said().orElse(null);
    if (!SoleAgent.isAtWork()) {
      return new Finding(
          "NoAgent",
          "No agent is at work here; what it put into the kernel stays and is not looked after.",
          last);
    }
    if (last == null || told.now().isEmpty()) {
      return new Finding("Unknown", told.sentence(), last);
    }
    return last.isWell()
        ? new Finding("Well", "The kernel holds what the plan says.", last)
        : new Finding("NotWell", reasonOf(last), last);
  }

  private static String reasonOf(LocalStatus last) {
    return last.troubles().stream()
        .map(State::message)
        .findFirst()
        .orElse("There is no plan that was carried out yet.");
  }

  private static ExitCode code(Finding finding) {
    return switch (finding.state()) {
      case "Well" -> ExitCode.WELL;
      case "NotWell" -> ExitCode.NOT_WELL;
      case "NoAgent" -> ExitCode.NO_AGENT;
      default -> ExitCode.UNKNOWN;
    };
  }

  private static void print(Finding finding, PrintWriter out) {
    line(out, finding.state() + ": " + finding.reason());
    LocalStatus said = finding.said();
    if (said == null) {
      return;
    }
    LocalStatus.Content status = said.status();
    line(
        out,
        "Said at %s: plan %s, %s services with %s destinations, last change %s."
            .formatted(
                said.at(),
                shown(status.observedGeneration()),
                shown(status.services()),
                shown(status.destinations()),
                shown(status.lastChange())));
    status
        .conditions()
        .forEach(
            one ->
                line(
                    out,
                    "  %s=%s (%s) since %s: %s"
                        .formatted(
                            one.type(),
                            one.status(),
                            one.reason(),
                            one.lastTransitionTime(),
                            one.message())));
    if (status.report() != null) {
      status.report().entries().stream()
          .filter(StatusCommand::isShown)
          .forEach(one -> line(out, "  " + text(one)));
      printLingering(status.report(), out);
    }
    status.foreign().forEach(one -> line(out, "  not ours: " + one));
  }

  private static void printLingering(PlanReport report, PrintWriter out) {
    for (LingeringVip vip : report.lingering()) {
      line(
          out,
          "  Lingering: VIP %s on %s, which the plan has no more, for up to %d open connections, until %s at the latest"
              .formatted(vip.address(), vip.device(), vip.connections(), vip.until()));
    }
    if (report.unnamedLingering() != null) {
      line(out, "  Lingering: %d more VIPs".formatted(report.unnamedLingering()));
    }
  }

  private static boolean isShown(ResourceReport entry) {
    return entry.state() != ResourceState.PROGRAMMED
        || entry.check() != null
        || entry.reason().equals(ResourceReport.DRAINING);
  }

  private static String text(ResourceReport entry) {
    ResourceNumbers numbers = entry.numbers();
    DrainedConnections drained = numbers == null ? null : numbers.drained();
    if (numbers != null && drained != null) {
      return "%s: %s: %s of its real servers since %s: %d connections and %d persistence templates left; %s"
          .formatted(
              entry.reason(),
              entry.source(),
              shown(numbers.affected()),
              shown(entry.since()),
              drained.connections(),
              drained.templates(),
              drained.until() == null
                  ? "removed when they end"
                  : "removed at " + drained.until() + " at the latest");
    }
    ServerCheck check = entry.check();
    if (check != null) {
      return "%s: %s as %s in %s since %s: %s"
          .formatted(
              entry.reason(),
              entry.source(),
              check.destination(),
              check.service(),
              shown(entry.since()),
              check.words());
    }
    FailedChange failed = entry.failed();
    return "%s: %s: %s%s: %s"
        .formatted(
            entry.state().text(),
            entry.source(),
            failed == null ? "" : failed.change() + ": ",
            failed == null || failed.errno() == null ? entry.reason() : failed.errno(),
            shown(entry.message()));
  }

  private static String shown(@Nullable Object value) {
    return value == null ? "-" : value.toString();
  }

  /** Names in it are other people's. */
  private static void line(PrintWriter out, String text) {
    out.println(OneLineStream.escape(text));
  }
}
