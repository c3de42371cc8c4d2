package dev.lvs.tool.convert.keepalived;

import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.tool.convert.read.Addition;
import dev.lvs.tool.convert.read.CheckDraft;
import dev.lvs.tool.convert.read.CheckKind;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import dev.lvs.tool.convert.read.ServerChecks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Converts the checks of real servers, of which each may have several that all have to pass. More
 * than a manifest has are told and kept as comments.
 */
final class HealthChecks {
  /** A check, and those that a manifest has besides it. */
  private static final int MOST = 4;

  private static final Set<String> OF_THE_WEB = Set.of("HTTP_GET", "SSL_GET");

  private final VirtualServerBlock block;
  private final Notices notices;

  /** The real servers of each check that is no field. */
  private final SequencedMap<String, List<String>> others = new LinkedHashMap<>();

  private HealthChecks(VirtualServerBlock block, Notices notices) {
    this.block = block;
    this.notices = notices;
  }

  /**
   * The checks of a virtual server.
   *
   * @param checks of its real servers
   * @param others a line for each check that is not among these, with its real servers
   */
  record Found(ServerChecks checks, List<String> others) {}

  /** The checks of the real servers of a virtual server, whose destinations are known. */
  static Found of(VirtualServerBlock block, Notices notices) {
    HealthChecks all = new HealthChecks(block, notices);
    ServerChecks checks = new ServerChecks();
    for (RealServerBlock server : block.servers) {
      List<Addition> its = all.checks(server);
      server.destinations.forEach(key -> checks.put(key, its));
    }
    List<String> lines = new ArrayList<>();
    all.others.forEach(
        (check, servers) ->
            lines.add(
                "%s: %s"
                    .formatted(
                        servers.size() == block.servers.size()
                            ? "every real_server"
                            : String.join(", ", servers),
                        check)));
    return new Found(checks, lines);
  }

  /** A check that there is a field for, and where it is said. */
  private record Check(CheckDraft draft, Statement statement, Origin origin) {}

  private List<Addition> checks(RealServerBlock server) {
    List<Check> all = server.checks.stream().flatMap(one -> read(one, server)).toList();
    List<Check> taken = all.stream().limit(MOST).toList();
    all.stream().skip(MOST).forEach(check -> leaveOut(check, server));
    taken.forEach(
        check -> check.draft().adjustment().ifPresent(text -> notices.aside(check.origin(), text)));
    List<Addition> fields = new ArrayList<>();
    taken.stream()
        .findFirst()
        .ifPresent(
            first ->
                fields.add(new Addition("healthCheck", first.draft().field(), first.origin())));
    List<HealthCheck> more = taken.stream().skip(1).map(check -> check.draft().field()).toList();
    if (!more.isEmpty()) {
      fields.add(new Addition("additionalHealthChecks", more, taken.get(1).origin()));
    }
    return fields;
  }

  private void leaveOut(Check check, RealServerBlock server) {
    keep(check.statement(), server);
    notices.aside(
        check.origin(),
        "not carried over: a real server has at most %d health checks.".formatted(MOST));
  }

  /** A check that there is a field for; it is told of where there is none. */
  private Stream<Check> read(Statement statement, RealServerBlock server) {
    Origin at = statement.in(server.origin);
    Optional<CheckKind> kind =
        OF_THE_WEB.contains(statement.keyword())
            ? WebChecks.read(
                statement,
                Stream.of(server.checkSettings, block.checkSettings)
                    .flatMap(settings -> Stream.ofNullable(settings.get("virtualhost"))),
                at,
                notices)
            : new CheckKinds(statement, block.trackedFiles, at, notices).kind();
    if (kind.isEmpty()) {
      keep(statement, server);
    }
    return kind.stream()
        .flatMap(
            one ->
                connections(statement).stream()
                    .map(
                        connection ->
                            new Check(
                                new CheckSettings(block, server, statement, connection, notices)
                                    .draft(one),
                                statement,
                                at)));
  }

  /** Each host of a block is a check of its own ({@code smtp_check_end_handler}). */
  private static List<List<Statement>> connections(Statement statement) {
    List<List<Statement>> hosts =
        statement.inside().stream()
            .filter(line -> line.keyword().equals("host"))
            .map(Statement::inside)
            .toList();
    boolean own =
        statement.inside().stream()
            .anyMatch(
                line -> line.keyword().matches("(connect|bind)_.*|bindto|fwmark|connect_timeout"));
    if (!statement.keyword().equals("SMTP_CHECK") || hosts.isEmpty()) {
      return List.of(statement.inside());
    }
    return own ? Stream.concat(Stream.of(statement.inside()), hosts.stream()).toList() : hosts;
  }

  private void keep(Statement check, RealServerBlock server) {
    others
        .computeIfAbsent(check.whole(), _ -> new ArrayList<>())
        .add("real_server %s %d".formatted(server.address, server.port));
  }
}
