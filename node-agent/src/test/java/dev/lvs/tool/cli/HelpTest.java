package dev.lvs.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.verdict.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The help is the documentation: every command and every option is explained. */
class HelpTest {
  static Stream<CommandLine> commands() {
    return LvsCommand.commandLine().getSubcommands().values().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void explainsEveryCommand(CommandLine command) {
    String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);

    assertThat(command.getCommandSpec().usageMessage().header()[0]).endsWith(".");
    assertThat(help).contains("Usage: lvs ").contains("Exit codes:").contains("  0 ");
    for (OptionSpec option : command.getCommandSpec().options()) {
      assertThat(String.join(" ", option.description()))
          .as(Arrays.toString(option.names()))
          .endsWith(".")
          .hasSizeGreaterThan(10);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void saysWhatIsWrongWithACommandLine(CommandLine command) {
    ProgramOutput said = ProgramOutput.lvs(command.getCommandName(), "--no-such-option");

    assertThat(said.code()).isIn(2, 64);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .startsWith("lvs " + command.getCommandName() + ": ")
        .contains("Try: lvs " + command.getCommandName() + " --help");
  }

  @Test
  void printsTheManualPageOfACommand() {
    ProgramOutput said = ProgramOutput.lvs("man", "restore");

    assertThat(said.code()).isZero();
    assertThat(said.out())
        .startsWith(".TH LVS-RESTORE 8")
        .contains(".SH NAME\nlvs\\-restore \\- Carries out what lvs save")
        .contains(".B \\-\\-replace\n")
        .contains(".SH EXIT STATUS")
        .contains(".SH EXAMPLES");
    assertThat(ProgramOutput.lvs("man", "nosuch"))
        .satisfies(
            nosuch -> {
              assertThat(nosuch.code()).isEqualTo(64);
              assertThat(nosuch.err()).contains("lvs has no command 'nosuch'; it has run, list");
            });
  }

  @Row("cli-help")
  @Test
  void helpIsACommandToo() {
    ProgramOutput help = ProgramOutput.lvs("help");

    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).isEqualTo(ProgramOutput.lvs("--help").out()).contains("Usage: lvs ");
    assertThat(ProgramOutput.lvs("help", "nosuch"))
        .satisfies(
            nosuch -> {
              assertThat(nosuch.code()).isEqualTo(64);
              assertThat(nosuch.err()).contains("lvs has no command 'nosuch'; it has run, list");
            });
  }

  @Row("cli-help")
  @ParameterizedTest
  @MethodSource("commands")
  void helpOfACommandIsWhatItsOptionPrints(CommandLine command) {
    String name = command.getCommandName();

    assertThat(ProgramOutput.lvs("help", name)).isEqualTo(ProgramOutput.lvs(name, "--help"));
  }

  @Test
  void completesCommandsAndOptions() throws Exception {
    String script =
        ProgramOutput.lvs("completion", "bash").out()
            + """

            compopt() { :; }
            COMP_WORDS=(lvs li) COMP_CWORD=1 COMP_LINE='lvs li' COMP_POINT=6
            _complete_lvs; echo "${COMPREPLY[@]}"
            COMP_WORDS=(lvs list --thr) COMP_CWORD=2 COMP_LINE='lvs list --thr' COMP_POINT=14
            _complete_lvs; echo "${COMPREPLY[@]}"
            """;
    Path file = Files.createTempFile("completion", ".bash");
    Files.writeString(file, script);

    ProgramOutput said = ProgramOutput.run("", "bash " + file);

    assertThat(said.err()).isEmpty();
    assertThat(said.out()).isEqualTo("list\n--thresholds\n");
    assertThat(ProgramOutput.lvs("completion", "zsh").out()).startsWith("#compdef lvs\n");
  }
}
