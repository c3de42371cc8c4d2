package dev.lvs.tool.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The manual page of one command in the language of man(7), from what its help says. */
final class ManPage {
  private final StringBuilder page = new StringBuilder();
  private final CommandSpec spec;
  private final UsageMessageSpec usage;

  private ManPage(CommandSpec spec) {
    this.spec = spec;
    this.usage = spec.usageMessage();
  }

  static String of(CommandLine command) {
    ManPage page = new ManPage(command.getCommandSpec());
    page.write(command);
    return page.page.toString();
  }

  /** Returns what the page of a command is called: {@code lvs-list}. */
  static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  private void write(CommandLine command) {
    String name = name(command);
    line(".TH " + name.toUpperCase(Locale.ROOT) + " 8 \"\" lvs-operator");
    section("NAME");
    text(name + " - " + String.join(" ", usage.header()));
    section("SYNOPSIS");
    text(new Help(spec, Help.Ansi.OFF).synopsis(0).strip().replaceAll("\\s+", " "));
    if (Arrays.stream(usage.description()).anyMatch(paragraph -> !paragraph.isEmpty())) {
      section("DESCRIPTION");
      paragraphs(usage.description());
    }
    commands(command.getSubcommands());
    arguments();
    exitStatus(usage.exitCodeList());
    examples();
    section("SEE ALSO");
    text(spec.parent() == null ? "ipvsadm(8), ip(8), sysctl(8)" : "lvs(8), ipvsadm(8)");
  }

  private void commands(Map<String, CommandLine> commands) {
    if (commands.isEmpty()) {
      return;
    }
    section("COMMANDS");
    commands.forEach(
        (name, command) ->
            item(name(command) + "(8)", command.getCommandSpec().usageMessage().header()));
  }

  private void arguments() {
    List<OptionSpec> options = new ArrayList<>(spec.options());
    options.removeIf(OptionSpec::hidden);
    options.sort(Comparator.comparingInt(ManPage::place));
    if (options.isEmpty() && spec.positionalParameters().isEmpty()) {
      return;
    }
    section("OPTIONS");
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      item(parameter.paramLabel(), parameter.description());
    }
    for (OptionSpec option : options) {
      item(names(option), option.description());
    }
  }

  /** Those without a place of their own, --help and --version, come last. */
  private static int place(OptionSpec option) {
    return option.order() < 0 ? Integer.MAX_VALUE : option.order();
  }

  private static String names(OptionSpec option) {
    String names = String.join(", ", option.names());
    return takesValue(option) ? names + " " + option.paramLabel() : names;
  }

  private static boolean takesValue(ArgSpec argument) {
    return argument.arity().max() > 0;
  }

  private void exitStatus(Map<String, String> codes) {
    if (codes.isEmpty()) {
      return;
    }
    section("EXIT STATUS");
    codes.forEach((code, meaning) -> item(code, meaning));
  }

  private void examples() {
    List<String> lines =
        Arrays.stream(usage.footer())
            .filter(line -> !line.isEmpty() && !line.startsWith("Example"))
            .toList();
    if (lines.isEmpty()) {
      return;
    }
    section("EXAMPLES");
    line(".nf");
    lines.forEach(line -> text(line.strip()));
    line(".fi");
  }

  private void section(String title) {
    line(".SH " + title);
  }

  private void paragraphs(String... paragraphs) {
    for (String paragraph : paragraphs) {
      if (!paragraph.isEmpty()) {
        line(".PP");
        text(paragraph);
      }
    }
  }

  private void item(String term, String... description) {
    line(".TP");
    line(".B " + escaped(term));
    text(String.join(" ", description));
  }

  private void text(String text) {
    String escaped = escaped(text);
    line(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped);
  }

  /** A minus that can be copied into a shell, and a backslash that is one. */
  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replace("%%", "%");
  }

  private void line(String line) {
    page.append(line).append('\n');
  }
}
