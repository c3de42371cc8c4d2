package dev.lvs.tool.cli.table;

import dev.lvs.agent.daemon.CommandException;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.notation.Notation;
import dev.lvs.tool.list.TableLayout;
import dev.lvs.tool.list.TableStyle;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what a list shows, and how. */
final class ListOptions {
  /** Output formats for programs. */
  enum Output {
    json,
    yaml
  }

  @Option(
      names = "--stats",
      order = 10,
      description = "Connections, packets and bytes so far, instead of settings.")
  boolean stats;

  @Option(
      names = "--rate",
      order = 11,
      description = "The same per second, averaged by the kernel over some seconds.")
  boolean rate;

  @Option(
      names = "--thresholds",
      order = 12,
      description = "The limits of connections (-x, -y) of each real server.")
  boolean thresholds;

  @Option(
      names = "--persistent-conn",
      order = 13,
      description =
          "How many persistent clients lead to each real server; with --connections, what the"
              + " persistence engine knows them by (SIP: the Call-ID).")
  boolean persistentConnections;

  @Option(
      names = "--tun-info",
      order = 14,
      description =
          "The encapsulation of tunnels: type, port, checksum (+c with, -c without, r+c remote).")
  boolean tunnels;

  @Option(
      names = "--health",
      order = 15,
      description =
          "The health of each real server, since when and why, as the agent that is at work finds"
              + " it; Unknown where there is none, or it does not answer.")
  boolean health;

  @Option(
      names = {"-c", "--connection", "--connections"},
      order = 20,
      description = "The connection table, as the kernel gives it, line by line.")
  boolean connections;

  @Option(
      names = "--limit",
      paramLabel = "N",
      order = 21,
      description = "--connections: no more than this many.")
  long limit = Long.MAX_VALUE;

  @Option(
      names = "--timeout",
      order = 22,
      description = "The timeouts of TCP, TCP after a FIN, and UDP connections, in seconds.")
  boolean timeout;

  @Option(
      names = "--daemon",
      order = 23,
      description = "The daemons that synchronise connections with other directors.")
  boolean daemon;

  @Option(
      names = "--drains",
      order = 24,
      description =
          "The real servers that are drained, what is left of their connections, and until when"
              + " they may stay; an agent's memory (--state-dir), beside the table.")
  boolean drains;

  @Option(
      names = "--exact",
      order = 30,
      description = "All digits of large numbers, instead of K, M, G and T.")
  boolean exact;

  @Option(names = "--sort", order = 31, description = "Does nothing: lists are sorted anyway.")
  boolean sort;

  @Option(names = "--nosort", order = 32, description = "In the kernel's order.")
  boolean nosort;

  @Option(
      names = {"-n", "--numeric"},
      order = 33,
      description = "Does nothing: addresses and ports are numbers anyway.")
  boolean numeric;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "json|yaml",
      order = 34,
      description = "For programs: ${COMPLETION-CANDIDATES}.")
  @Nullable Output output;

  /**
   * Refuses what ipvsadm refuses: two things to list, and columns of what is not listed.
   *
   * @param oneService whether one service is named
   */
  void check(boolean oneService) {
    long things =
        Stream.of(connections, timeout, daemon, drains, oneService).filter(on -> on).count();
    if (things > 1) {
      throw new CommandException(
          ExitCode.USAGE,
          "Give one service, --connections, --timeout, --daemon or --drains: only one of these is"
              + " listed.");
    }
    boolean columns = stats || rate || thresholds || tunnels;
    if (((connections || timeout || daemon || drains) && columns)
        || ((timeout || daemon || drains) && persistentConnections)) {
      throw new CommandException(
          ExitCode.USAGE,
          "--stats, --rate, --thresholds, --persistent-conn and --tun-info are about services.");
    }
    if (health && (columns || connections || timeout || daemon || persistentConnections)) {
      throw new CommandException(
          ExitCode.USAGE, "--health is a list of its own: give no other columns beside it.");
    }
    if (limit < 0 || (limit != Long.MAX_VALUE && !connections)) {
      throw new CommandException(
          ExitCode.USAGE, "--limit takes 0 or more, and goes with --connections.");
    }
  }

  Optional<Notation> notation() {
    return Optional.ofNullable(output)
        .map(
            form ->
                switch (form) {
                  case json -> Notation.JSON;
                  case yaml -> Notation.YAML;
                });
  }

  TableStyle style() {
    return new TableStyle(layout(), exact, !nosort);
  }

  /** The first that is asked for, in the order of ipvsadm. */
  TableLayout layout() {
    if (stats) {
      return TableLayout.STATISTICS;
    }
    if (rate) {
      return TableLayout.RATES;
    }
    if (thresholds) {
      return TableLayout.THRESHOLDS;
    }
    if (persistentConnections) {
      return TableLayout.PERSISTENT_CONNECTIONS;
    }
    return tunnels ? TableLayout.TUNNELS : TableLayout.PLAIN;
  }
}
