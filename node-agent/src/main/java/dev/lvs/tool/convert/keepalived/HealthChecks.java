package dev.lvs.tool.convert.keepalived;

import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.HttpCheck;
import dev.lvs.api.v1alpha1.TimeSpan;
import dev.lvs.tool.convert.Addition;
import dev.lvs.tool.convert.Notices;
import dev.lvs.tool.convert.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Converts the checks of real servers to the one health check of a VirtualService: that of its
 * first real server, and a notice for each that differs.
 */
final class HealthChecks {
  /** As long as a length of time of the API may be. */
  private static final int LONGEST_SECONDS = 999_999;

  private static final String FIELD = "healthCheck";
  private static final int DEFAULT_INTERVAL = 60;
  private static final int DEFAULT_TIMEOUT = 5;
  private static final int MOST_FAILURES = 100;

  /** What is read here, of checks and of their urls. */
  private static final Set<String> READ =
      Set.of(
          "connect_port",
          "connect_timeout",
          "delay_loop",
          "retry",
          "url",
          "path",
          "status_code",
          "virtualhost");

  private final VirtualServerBlock block;
  private final Notices notices;

  /** The real servers of each check that the common one does not say. */
  private final SequencedMap<String, List<String>> others = new LinkedHashMap<>();

  private HealthChecks(VirtualServerBlock block, Notices notices) {
    this.block = block;
    this.notices = notices;
  }

  /**
   * The checks of a virtual server.
   *
   * @param common the field {@code healthCheck}, where the API can express it
   * @param others a line for each check that it does not cover, with its real servers
   */
  record Found(Optional<Addition> common, List<String> others) {}

  /** The checks of the real servers of a virtual server. */
  static Found of(VirtualServerBlock block, Notices notices) {
    HealthChecks checks = new HealthChecks(block, notices);
    Optional<Addition> common = checks.common();
    List<String> lines = new ArrayList<>();
    checks.others.forEach(
        (check, servers) ->
            lines.add(
                "%s: %s"
                    .formatted(
                        servers.size() == block.servers.size()
                            ? "every real_server"
                            : String.join(", ", servers),
                        check)));
    return new Found(common, lines);
  }

  private record Check(HealthCheck field, Origin origin, Statement statement) {}

  private Optional<Addition> common() {
    Optional<Check> common = Optional.empty();
    boolean first = true;
    for (RealServerBlock server : block.servers) {
      Optional<Check> check = check(server);
      if (first) {
        common = check;
        first = false;
      } else if (!check.map(Check::field).equals(common.map(Check::field))) {
        check.ifPresent(one -> keep(one.statement(), server));
        notices.about(
            FIELD,
            check.map(Check::origin).orElse(server.origin),
            "not carried over: the health check of a VirtualService is the same for all of its"
                + " real servers, and that of the first was taken.");
      }
    }
    return common.map(check -> new Addition("healthCheck", check.field(), check.origin()));
  }

  private void keep(Statement check, RealServerBlock server) {
    others
        .computeIfAbsent(check.whole(), _ -> new ArrayList<>())
        .add("real_server %s %d".formatted(server.address, server.port));
  }

  /** The first check of a real server that there is a word for. */
  private Optional<Check> check(RealServerBlock server) {
    List<Check> checks = new ArrayList<>();
    for (Statement statement : server.checks) {
      Origin at = statement.in(server.origin);
      if (!Set.of("HTTP_GET", "TCP_CHECK").contains(statement.keyword())) {
        keep(statement, server);
      }
      switch (statement.keyword()) {
        case "HTTP_GET" -> checks.add(new Check(http(statement, server), at, statement));
        case "TCP_CHECK" -> {
          HealthCheck tcp = HealthCheck.byTcp(port(statement, at).orElse(null));
          others(statement, at);
          checks.add(new Check(timed(tcp, statement, server), at, statement));
        }
        case "MISC_CHECK" ->
            notices.about(
                FIELD, at, "not carried over: the agent runs no scripts; check by http or tcp.");
        case "SSL_GET" ->
            notices.about(
                FIELD, at, "not carried over: the agent checks by http and tcp, not by TLS.");
        default -> notices.about(FIELD, at, "not carried over: the agent checks by http and tcp.");
      }
    }
    checks.stream()
        .skip(1)
        .forEach(
            check -> {
              keep(check.statement(), server);
              notices.about(
                  FIELD, check.origin(), "not carried over: a real server has one health check.");
            });
    return checks.stream().findFirst();
  }

  private HealthCheck http(Statement statement, RealServerBlock server) {
    Origin at = statement.in(server.origin);
    others(statement, at);
    List<Statement> urls =
        statement.inside().stream().filter(line -> line.keyword().equals("url")).toList();
    urls.stream()
        .skip(1)
        .forEach(
            url ->
                notices.about(
                    FIELD, url.in(at), "not carried over: a health check asks for one path."));
    List<Statement> url = urls.isEmpty() ? List.of() : urls.getFirst().inside();
    if (!urls.isEmpty()) {
      others(urls.getFirst(), urls.getFirst().in(at));
    }
    String path = value(url, "path").orElse("/");
    HttpCheck http =
        HttpCheck.get(
            path.startsWith("/") ? path : "/" + path,
            value(url, "virtualhost")
                .or(() -> setting("virtualhost", statement, server).flatMap(line -> line.value(1)))
                .orElse(null),
            url.stream()
                .filter(line -> line.keyword().equals("status_code"))
                .findFirst()
                .map(line -> line.words().subList(1, line.words().size()))
                .orElse(List.of()));
    Integer port = port(statement, at).orElse(null);
    return timed(HealthCheck.byHttp(http, port), statement, server);
  }

  private HealthCheck timed(HealthCheck check, Statement statement, RealServerBlock server) {
    long retries =
        setting("retry", statement, server)
            .flatMap(line -> Values.number(line.value(1), 1, Integer.MAX_VALUE))
            .orElse(1L);
    return check.with(
        seconds("delay_loop", statement, server, DEFAULT_INTERVAL),
        seconds("connect_timeout", statement, server, DEFAULT_TIMEOUT),
        1,
        Math.toIntExact(Math.min(retries + 1, MOST_FAILURES)));
  }

  private TimeSpan seconds(
      String keyword, Statement statement, RealServerBlock server, long otherwise) {
    return new TimeSpan(
        1000
            * Math.clamp(
                setting(keyword, statement, server)
                    .flatMap(line -> Values.seconds(line.value(1)))
                    .orElse(otherwise),
                0,
                LONGEST_SECONDS));
  }

  /** Of the check itself, else of its real server, else of the virtual server. */
  private Optional<Statement> setting(String keyword, Statement statement, RealServerBlock server) {
    return Stream.concat(
            statement.inside().stream().filter(line -> line.keyword().equals(keyword)),
            Stream.of(server.checkSettings, block.checkSettings)
                .flatMap(settings -> Stream.ofNullable(settings.get(keyword))))
        .findFirst();
  }

  private Optional<Integer> port(Statement statement, Origin at) {
    Optional<String> text = value(statement.inside(), "connect_port");
    Optional<Integer> port = text.flatMap(word -> Values.port(Optional.of(word)));
    if (text.isPresent() && port.isEmpty()) {
      notices.about(FIELD, at, "its connect_port is none and was passed over.");
    }
    return port.filter(number -> number != 0);
  }

  private void others(Statement around, Origin at) {
    around.inside().stream()
        .filter(line -> !READ.contains(line.keyword()))
        .forEach(
            line ->
                notices.about(
                    FIELD,
                    line.in(at),
                    "not carried over: the agent's health checks have nothing like it."));
  }

  private static Optional<String> value(List<Statement> lines, String keyword) {
    return lines.stream()
        .filter(line -> line.keyword().equals(keyword))
        .findFirst()
        .flatMap(line -> line.value(1));
  }
}
