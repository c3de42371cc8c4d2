package dev.lvs.tool.convert.keepalived;

import dev.lvs.api.v1alpha1.InitialHealth;
import dev.lvs.api.v1alpha1.TimeSpan;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.read.CheckDraft;
import dev.lvs.tool.convert.read.CheckKind;
import dev.lvs.tool.convert.read.Notices;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The settings that checks of all kinds have. Those of time are of the check, else of its real
 * server, else of the virtual server ({@code validate_check_config}).
 */
final class CheckSettings {
  /** Keywords that are read here, or mean nothing to the agent. */
  static final Set<String> READ =
      Set.of(
          "alpha",
          "bindto",
          "connect_ip",
          "connect_port",
          "connect_timeout",
          "delay_before_retry",
          "delay_loop",
          "log_all_failures",
          "retry",
          "warmup");

  private static final TimeSpan DEFAULT_INTERVAL = new TimeSpan(60_000);
  private static final TimeSpan OFTEN = new TimeSpan(1_000);
  private static final TimeSpan DEFAULT_TIMEOUT = new TimeSpan(5_000);

  private final VirtualServerBlock block;
  private final RealServerBlock server;
  private final Statement check;

  /** Block that describes the connection, which is an older one in some checks. */
  private final List<Statement> connection;

  private final Notices notices;

  CheckSettings(
      VirtualServerBlock block,
      RealServerBlock server,
      Statement check,
      List<Statement> connection,
      Notices notices) {
    this.block = block;
    this.server = server;
    this.check = check;
    this.connection = connection;
    this.notices = notices;
  }

  /**
   * Defaults of keepalived, which differ by check.
   *
   * @param retry failures that are not counted
   * @param pause before each retry; empty for the interval
   */
  record Defaults(int retry, Optional<TimeSpan> pause) {
    static Defaults of(String check) {
      return switch (check) {
        case "DNS_CHECK" -> new Defaults(3, Optional.empty());
        case "MISC_CHECK" -> new Defaults(0, Optional.of(new TimeSpan(1000)));
        case "HTTP_GET", "SSL_GET" -> new Defaults(1, Optional.of(new TimeSpan(3000)));
        default -> new Defaults(1, Optional.of(new TimeSpan(1000)));
      };
    }
  }

  /** The check of one kind, with these settings. */
  CheckDraft draft(CheckKind kind) {
    Defaults defaults = Defaults.of(check.keyword());
    if (kind instanceof CheckKind.File) {
      // keepalived hears of each change (inotify)
      return new CheckDraft(
          kind,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OFTEN,
          OFTEN,
          Optional.empty(),
          1,
          InitialHealth.UP);
    }
    TimeSpan interval = time("delay_loop", 1).orElse(DEFAULT_INTERVAL);
    return new CheckDraft(
        kind,
        kind.staysOnDirector() ? Optional.empty() : elsewhere().map(IpAddress::toString),
        kind.asksPort() ? port() : Optional.empty(),
        source(),
        interval,
        time(check.keyword().equals("MISC_CHECK") ? "misc_timeout" : "connect_timeout", 1)
            .orElse(check.keyword().equals("MISC_CHECK") ? interval : DEFAULT_TIMEOUT),
        Optional.of(time("delay_before_retry", 0).or(defaults::pause).orElse(interval)),
        1 + retries().orElse((long) defaults.retry()),
        isPessimistic() ? InitialHealth.DOWN : InitialHealth.UP);
  }

  /** An address that is asked in place of the real server's. */
  private Optional<IpAddress> elsewhere() {
    return own("connect_ip")
        .flatMap(line -> Values.server(line.value(1)))
        .filter(address -> !address.equals(server.address));
  }

  /** The last line of a keyword in the check itself. */
  Optional<Statement> own(String keyword) {
    return last(connection, keyword).or(() -> last(check.inside(), keyword));
  }

  static Optional<Statement> last(List<Statement> lines, String keyword) {
    return lines.stream()
        .filter(line -> line.keyword().equals(keyword))
        .reduce((_, later) -> later);
  }

  /** Those that stand around a check are looked at where it has none that can be read. */
  private Stream<Statement> settings(String keyword) {
    return Stream.concat(
        own(keyword).stream(),
        Stream.of(server.checkSettings, block.checkSettings)
            .flatMap(settings -> Stream.ofNullable(settings.get(keyword))));
  }

  private Optional<TimeSpan> time(String keyword, int least) {
    return settings(keyword)
        .flatMap(line -> Values.time(line.value(1), least).stream())
        .findFirst();
  }

  /** Of a check it may be 0; and web checks have an older word for it. */
  private Optional<Long> retries() {
    return own("retry")
        .or(() -> own("nb_get_retry"))
        .flatMap(line -> Values.number(line.value(1), 0, 0xffff_ffffL))
        .or(
            () ->
                settings("retry")
                    .flatMap(line -> Values.number(line.value(1), 1, 0xffff_ffffL).stream())
                    .findFirst());
  }

  private boolean isPessimistic() {
    return settings("alpha").findFirst().filter(line -> Values.isOn(line.value(1))).isPresent();
  }

  /** The port that is asked, where the destination has another. */
  private Optional<Integer> port() {
    Optional<Statement> line = own("connect_port");
    Optional<Integer> port =
        line.flatMap(it -> Values.port(it.value(1))).filter(number -> number != 0);
    if (line.isPresent() && port.isEmpty()) {
      notices.aside(line.get().in(check.in(server.origin)), "it is no port and was passed over.");
    }
    int asked = port.orElse(server.port);
    return asked == 0 || isDestinations(asked) ? Optional.empty() : Optional.of(asked);
  }

  private boolean isDestinations(int port) {
    return server.destinations.stream().allMatch(key -> key.port() == port);
  }

  private Optional<String> source() {
    Optional<Statement> line = own("bindto");
    Optional<String> address =
        line.flatMap(it -> Values.server(it.value(1)))
            .filter(source -> source.family() == elsewhere().orElse(server.address).family())
            .map(IpAddress::toString);
    if (line.isPresent() && address.isEmpty()) {
      notices.aside(
          line.get().in(check.in(server.origin)),
          "it is no address of the real server's family and was passed over.");
    }
    return address;
  }
}
