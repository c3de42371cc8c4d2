package dev.lvs.tool.cli.table;

import dev.lvs.agent.daemon.CommandException;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.tool.saved.Command.Zero;
import dev.lvs.tool.saved.SavedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name one virtual service, as ipvsadm has them. */
final class ServiceOptions {
  @Option(
      names = {"-t", "--tcp-service"},
      paramLabel = "HOST:PORT",
      order = 1,
      description = "Only this TCP service; IPv6 as [HOST]:PORT.")
  @Nullable String tcp;

  @Option(
      names = {"-u", "--udp-service"},
      paramLabel = "HOST:PORT",
      order = 2,
      description = "Only this UDP service.")
  @Nullable String udp;

  @Option(
      names = "--sctp-service",
      paramLabel = "HOST:PORT",
      order = 3,
      description = "Only this SCTP service.")
  @Nullable String sctp;

  @Option(
      names = {"-f", "--fwmark-service"},
      paramLabel = "MARK",
      order = 4,
      description = "Only the service of this firewall mark.")
  @Nullable String mark;

  @Option(
      names = {"-6", "--ipv6"},
      order = 5,
      description = "The mark is that of an IPv6 service.")
  boolean six;

  /**
   * The service that is named; empty for none, which means all.
   *
   * @throws CommandException when what is named is none
   */
  Optional<ServiceKey> key() {
    // one grammar for all that ipvsadm's users type
    List<String> words = new ArrayList<>(List.of("-Z"));
    add(words, "-t", tcp);
    add(words, "-u", udp);
    add(words, "--sctp-service", sctp);
    add(words, "-f", mark);
    if (six) {
      words.add("-6");
    }
    SavedTable line = SavedTable.read(words, SystemNames.read());
    if (!line.isRight()) {
      throw new CommandException(ExitCode.USAGE, line.findings().getFirst().message());
    }
    return ((Zero) line.steps().getFirst().command()).service();
  }

  private static void add(List<String> words, String option, @Nullable String value) {
    if (value != null) {
      words.add(option);
      words.add(value);
    }
  }
}
