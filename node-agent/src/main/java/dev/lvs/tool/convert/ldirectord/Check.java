package dev.lvs.tool.convert.ldirectord;

import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.HttpCheck;
import dev.lvs.api.v1alpha1.OnFailure;
import dev.lvs.api.v1alpha1.TimeSpan;
import dev.lvs.tool.convert.Addition;
import dev.lvs.tool.convert.Notices;
import dev.lvs.tool.convert.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Converts the failure handling of a section: how real servers are checked, and how a failed one is
 * treated.
 */
final class Check {
  /** As long as a length of time of the API may be. */
  private static final int LONGEST_SECONDS = 999_999;

  private static final long DEFAULT_INTERVAL = 10;
  private static final long DEFAULT_CONNECT_TIMEOUT = 5;
  private static final long DEFAULT_NEGOTIATE_TIMEOUT = 30;
  private static final long LONGEST = 999_999;

  /** What of a check the field has. */
  private static final Set<String> PROBED =
      Set.of("checktype", "service", "checkport", "request", "virtualhost");

  /** What it has not; passwords stay where they are. */
  private static final Set<String> UNSAID =
      Set.of("receive", "httpmethod", "login", "database", "load", "checkcommand", "checkcount");

  private final Section section;
  private final List<Directive> globals;
  private final Notices notices;

  private Check(Section section, List<Directive> globals, Notices notices) {
    this.section = section;
    this.globals = globals;
    this.notices = notices;
  }

  /**
   * Failure handling of a section.
   *
   * @param additions the fields of the VirtualService that express it
   * @param remarks the directives of a check that have no field
   */
  record Found(List<Addition> additions, List<String> remarks) {}

  /**
   * What a section says of failures.
   *
   * @param servicePort by which ldirectord guesses the service that is checked
   */
  static Found of(Section section, List<Directive> globals, int servicePort, Notices notices) {
    Check check = new Check(section, globals, notices);
    List<Addition> additions = new ArrayList<>();
    Optional<Addition> healthCheck = check.healthCheck(servicePort);
    healthCheck.ifPresent(additions::add);
    check.setting("quiescent").map(check::onFailure).ifPresent(additions::add);
    return new Found(additions, check.remarks(healthCheck.isPresent()));
  }

  private List<String> remarks(boolean isSaid) {
    return section.directives().stream()
        .filter(line -> UNSAID.contains(line.name()) || (!isSaid && PROBED.contains(line.name())))
        .map(line -> line.name() + " = " + line.value())
        .toList();
  }

  /** The directive that counts: of the section, else of the whole file. */
  private Optional<Directive> setting(String name) {
    return section
        .last(name)
        .or(() -> globals.reversed().stream().filter(one -> one.name().equals(name)).findFirst());
  }

  private Addition onFailure(Directive quiescent) {
    return new Addition(
        "onFailure",
        quiescent.value().equals("no") ? OnFailure.REMOVE : OnFailure.QUIESCE,
        quiescent.origin());
  }

  private Optional<Addition> healthCheck(int servicePort) {
    Origin at =
        section
            .last("checktype")
            .map(Directive::origin)
            .orElseGet(
                () -> {
                  Origin virtual = section.virtual().origin();
                  return virtual.within(virtual.line(), "checktype, which is negotiate by default");
                });
    String type = section.last("checktype").map(Directive::value).orElse("negotiate");
    String service = section.last("service").map(Directive::value).orElse(guess(servicePort));
    boolean connect = type.equals("connect");
    boolean negotiate = type.equals("negotiate") || type.matches("[0-9]+");
    if (type.equals("on") || type.equals("off") || (negotiate && service.equals("none"))) {
      return Optional.empty();
    }
    if (connect || (negotiate && service.equals("http"))) {
      Integer port =
          section
              .last("checkport")
              .flatMap(line -> line.number(1, 65_535))
              .map(Long::intValue)
              .orElse(null);
      return Optional.of(
          new Addition(
              "healthCheck",
              timed(connect ? HealthCheck.byTcp(port) : HealthCheck.byHttp(http(), port), connect),
              at));
    }
    notices.about(
        "healthCheck",
        at,
        negotiate
            ? "not carried over: the agent checks by http and tcp, not by %s.".formatted(service)
            : "not carried over: the agent has no check of type %s.".formatted(type));
    return Optional.empty();
  }

  private static String guess(int port) {
    return switch (port) {
      case 80 -> "http";
      case 443 -> "https";
      case 21, 25, 53, 110, 119, 143, 389, 587, 636, 993, 995, 1521, 1812, 3128, 3306, 5060, 5432 ->
          "the protocol of port " + port;
      default -> "none";
    };
  }

  private HttpCheck http() {
    String request = section.last("request").map(Directive::unquoted).orElse("/");
    Optional<String> host =
        section.last("virtualhost").map(Directive::unquoted).filter(name -> !name.isEmpty());
    Stream.of("receive", "httpmethod", "login", "passwd")
        .flatMap(name -> section.last(name).stream())
        .forEach(
            line ->
                notices.about(
                    "healthCheck",
                    line.origin(),
                    "not carried over: a health check looks at the status alone."));
    return HttpCheck.get(
        request.startsWith("/") ? request : "/" + request, host.orElse(null), List.of());
  }

  private HealthCheck timed(HealthCheck check, boolean connect) {
    Optional<Long> timeout =
        connect
            ? number("checktimeout").or(() -> number("negotiatetimeout"))
            : number("negotiatetimeout").or(() -> number("checktimeout"));
    return check.with(
        seconds(number("checkinterval").orElse(DEFAULT_INTERVAL)),
        seconds(timeout.orElse(connect ? DEFAULT_CONNECT_TIMEOUT : DEFAULT_NEGOTIATE_TIMEOUT)),
        1,
        (int) Math.min(number("failurecount").orElse(1L), 100));
  }

  private static TimeSpan seconds(long number) {
    return new TimeSpan(1000 * Math.clamp(number, 0, LONGEST_SECONDS));
  }

  private Optional<Long> number(String name) {
    return setting(name).flatMap(line -> line.number(1, LONGEST));
  }
}
