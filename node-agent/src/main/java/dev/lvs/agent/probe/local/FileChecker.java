package dev.lvs.agent.probe.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lvs.agent.probe.Advice;
import dev.lvs.agent.probe.BegunProbe;
import dev.lvs.agent.probe.LocalChecker;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.probe.Quoted;
import dev.lvs.agent.probe.Target;
import dev.lvs.agent.syscall.Poll;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks a server by a file: whether there is one, or the number in it as keepalived's {@code
 * process_track_file} reads it.
 */
public record FileChecker(CheckFolder folder, String name, Rule rule) implements LocalChecker {
  private static final int MOST = 1024;

  /** As strtol(3) has it with base 0, but for octal. */
  private static final Pattern NUMBER =
      Pattern.compile("\\s*([-+]?(?:0[xX][0-9a-fA-F]{1,8}|[0-9]{1,10}))");

  /** Rule by which the file counts: that it exists, or the number in it. */
  public sealed interface Rule {
    /** The server is down while it exists. */
    record Exists() implements Rule {}

    /**
     * The server is down by its number.
     *
     * @param zero whether by 0, else by any other
     */
    record Value(boolean zero) implements Rule {}

    /** Addition of its number, so many times, to the weight. */
    record Weight(int factor) implements Rule {}
  }

  @Override
  public BegunProbe begin(Target target, Poll poll, long token) {
    return new BegunProbe.Over(
        switch (folder.find(name)) {
          case CheckFolder.Found.Unusable(var reason) -> new ProbeResult.Inconclusive(reason);
          case CheckFolder.Found.Missing() -> judge(target, Optional.empty());
          case CheckFolder.Found.Here(var file) -> read(target, file);
        });
  }

  private ProbeResult read(Target target, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return judge(target, Optional.of(new String(in.readNBytes(MOST), ISO_8859_1)));
    } catch (IOException e) {
      return new ProbeResult.Inconclusive("the file %s cannot be read (%s)".formatted(file, e));
    }
  }

  private ProbeResult judge(Target target, Optional<String> text) {
    return switch (rule) {
      case Rule.Exists() ->
          text.<ProbeResult>map(
                  said ->
                      new ProbeResult.Failed(
                          "file %s says that %s is down%s"
                              .formatted(
                                  name,
                                  target.address(),
                                  said.isBlank() ? "" : ": " + Quoted.of(firstLine(said)))))
              .orElse(ProbeResult.Passed.PLAIN);
      case Rule.Value(var zero) -> {
        long number = number(text.orElse(""));
        yield zero == (number == 0)
            ? new ProbeResult.Failed(
                "file %s has %d, by which %s is down".formatted(name, number, target.address()))
            : ProbeResult.Passed.PLAIN;
      }
      case Rule.Weight(var factor) ->
          new ProbeResult.Passed(
              Optional.of(Advice.of(new Advice.Load.More(number(text.orElse("")) * factor))),
              Optional.empty());
    };
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  private static long number(String text) {
    Matcher number = NUMBER.matcher(text);
    return number.lookingAt() ? Long.decode(decimal(number.group(1))) : 0;
  }

  /** Long.decode takes a leading 0 for octal. */
  private static String decimal(String digits) {
    return digits.matches("[-+]?0[xX].*") ? digits : digits.replaceFirst("^([-+]?)0+(?=.)", "$1");
  }
}
