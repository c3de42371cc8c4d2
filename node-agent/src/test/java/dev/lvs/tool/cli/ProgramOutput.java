package dev.lvs.tool.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * Output and exit code of a program.
 *
 * @param err of outside programs also what they printed on stdout
 */
record ProgramOutput(int code, String out, String err) {
  /** Runs a command of ours in this process, and so in the namespace of the calling thread. */
  static ProgramOutput lvs(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine program = LvsCommand.commandLine();
    program.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = program.execute(arguments);
    return new ProgramOutput(code, out.toString(), err.toString());
  }

  /** Runs the witness with options between blanks. */
  static ProgramOutput ipvsadm(String options) throws IOException, InterruptedException {
    return run("", "ipvsadm " + options);
  }

  /** Runs an outside program. */
  static ProgramOutput run(String input, String command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command.strip().split("\\s+", -1)));
    // by files: nothing can fill up while nobody reads
    Path out = Files.createTempFile("said", "out");
    Path err = Files.createTempFile("said", "err");
    Process process =
        new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    }
    ProgramOutput said =
        new ProgramOutput(process.waitFor(), Files.readString(out), Files.readString(err));
    Files.delete(out);
    Files.delete(err);
    return said;
  }
}
