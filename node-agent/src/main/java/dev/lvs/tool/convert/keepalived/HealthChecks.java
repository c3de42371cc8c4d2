package dev.lvs.tool.convert.keepalived;

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
 * Converts the checks of real servers. A real server has one health check, of which keepalived may
 * have several that all have to pass: the first that needs no program counts, and the others are
 * told and kept as comments.
 */
final class HealthChecks {
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
      Optional<Addition> check = all.check(server);
      server.destinations.forEach(key -> checks.put(key, check));
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
  private record Check(CheckDraft draft, Statement statement, Origin origin) {
    boolean needsProgram() {
      return draft.kind().staysOnDirector();
    }
  }

  private Optional<Addition> check(RealServerBlock server) {
    List<Check> all = server.checks.stream().flatMap(one -> read(one, server)).toList();
    Optional<Check> chosen =
        all.stream()
            .filter(check -> !check.needsProgram())
            .findFirst()
            .or(() -> all.stream().findFirst());
    List<Check> left = new ArrayList<>(all);
    chosen.ifPresent(
        check -> {
          left.remove(check);
          check.draft().adjustment().ifPresent(text -> notices.aside(check.origin(), text));
          left.forEach(other -> leaveOut(other, check, server));
        });
    return chosen.map(check -> new Addition("healthCheck", check.draft().field(), check.origin()));
  }

  private void leaveOut(Check check, Check chosen, RealServerBlock server) {
    keep(check.statement(), server);
    notices.aside(
        check.origin(),
        "not carried over: a real server has one health check, and its %s was taken."
            .formatted(chosen.statement().keyword()));
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
    CheckSettings settings =
        new CheckSettings(block, server, statement, connection(statement, at), notices);
    if (kind.isPresent() && settings.elsewhere().isPresent()) {
      notices.aside(
          at,
          "not carried over: it asks %s, and a health check asks the real server itself; write the"
                  .formatted("another address")
              + " check that holds there.");
      kind = Optional.empty();
    }
    if (kind.isEmpty()) {
      keep(statement, server);
    }
    return kind.map(one -> new Check(settings.draft(one), statement, at)).stream();
  }

  /** The first host of a block without a connection of its own ({@code smtp_check_end_handler}). */
  private List<Statement> connection(Statement statement, Origin at) {
    List<Statement> hosts =
        statement.inside().stream().filter(line -> line.keyword().equals("host")).toList();
    boolean own =
        statement.inside().stream()
            .anyMatch(
                line -> line.keyword().matches("(connect|bind)_.*|bindto|fwmark|connect_timeout"));
    if (!statement.keyword().equals("SMTP_CHECK") || hosts.isEmpty()) {
      return statement.inside();
    }
    hosts.stream()
        .skip(own ? 0 : 1)
        .forEach(
            host ->
                notices.aside(
                    host.in(at), "not carried over: a real server has one health check."));
    return own ? statement.inside() : hosts.getFirst().inside();
  }

  private void keep(Statement check, RealServerBlock server) {
    others
        .computeIfAbsent(check.whole(), _ -> new ArrayList<>())
        .add("real_server %s %d".formatted(server.address, server.port));
  }
}
