package dev.lvs.tool.convert.ldirectord;

import dev.lvs.api.v1alpha1.ExecCheck;
import dev.lvs.api.v1alpha1.InitialHealth;
import dev.lvs.api.v1alpha1.OnFailure;
import dev.lvs.api.v1alpha1.TimeSpan;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.read.Addition;
import dev.lvs.tool.convert.read.CheckDraft;
import dev.lvs.tool.convert.read.CheckKind;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Converts the failure handling of a section: how real servers are checked, and how a failed one is
 * treated.
 */
final class FailureHandling {
  /** As long as a length of time of the API may be. */
  private static final int LONGEST_SECONDS = 999_999;

  private static final long DEFAULT_INTERVAL = 10;
  private static final long DEFAULT_CHECK_TIMEOUT = 5;
  private static final long DEFAULT_NEGOTIATE_TIMEOUT = 30;

  /** Directives without a field; passwords stay where they are. */
  private static final Set<String> UNSAID = Set.of("login", "database", "load");

  private final Section section;
  private final List<Directive> globals;
  private final ServiceKey key;
  private final Notices notices;
  private final String type;
  private final String service;

  FailureHandling(Section section, List<Directive> globals, ServiceKey key, Notices notices) {
    this.section = section;
    this.globals = globals;
    this.key = key;
    this.notices = notices;
    this.type = section.last("checktype").map(FailureHandling::type).orElse("negotiate");
    this.service =
        section
            .last("service")
            .flatMap(line -> line.first("\\w+"))
            .orElseGet(
                () ->
                    key instanceof AddressKey address
                        ? Services.of(address.port())
                        : Services.NONE);
  }

  /** A number stands for so many connections to each negotiation. */
  private static String type(Directive line) {
    return line.first("[0-9]+")
        .map(_ -> "combined")
        .or(() -> line.first("[\\w-]+"))
        .orElse("negotiate");
  }

  /** Returns whether real servers are never put in force. */
  boolean isOff() {
    return type.equals("off");
  }

  /** Returns whether a real server that fails stays in the table, with weight 0. */
  boolean isQuiescent() {
    return setting("quiescent").filter(line -> line.value().equals("yes")).isPresent();
  }

  /** Returns what becomes of a real server that fails, which is removed where nothing is said. */
  Addition onFailure() {
    Origin at =
        setting("quiescent").map(Directive::origin).orElseGet(() -> section.virtual().origin());
    return new Addition("onFailure", isQuiescent() ? OnFailure.QUIESCE : OnFailure.REMOVE, at);
  }

  /** The directives of a check that no field says. */
  List<String> remarks() {
    return section.directives().stream()
        .filter(
            line ->
                UNSAID.contains(line.name())
                    || (line.name().equals("service") && !Services.isKnown(service)))
        .map(line -> line.name() + " = " + line.value())
        .toList();
  }

  /**
   * The check of a real server.
   *
   * @param destinationPort its port in the table, which is asked where nothing else is said
   */
  Optional<Addition> of(RealLine real, IpAddress address, int destinationPort, Origin line) {
    Origin at =
        real.exchange().isPresent()
            ? line
            : section
                .last("checktype")
                .map(Directive::origin)
                .orElseGet(() -> section.virtual().origin());
    return kind(real, address, at)
        .map(
            kind -> {
              CheckDraft draft = draft(kind, port(real, destinationPort));
              draft.adjustment().ifPresent(text -> notices.aside(at, text));
              return new Addition("healthCheck", draft.field(), at);
            });
  }

  private Optional<CheckKind> kind(RealLine real, IpAddress address, Origin at) {
    return switch (type) {
      case "on", "off" -> Optional.empty();
      case "ping" -> Optional.of(new CheckKind.Icmp());
      case "connect" -> {
        boolean udp = key instanceof AddressKey it && it.protocol().equals(Protocol.UDP);
        yield Optional.of(udp ? new CheckKind.Icmp() : new CheckKind.Tcp());
      }
      case "external", "external-perl" -> Optional.of(program(real, address, at));
      case "combined" -> {
        Optional<CheckKind> kind = negotiation(real, at);
        if (kind.isPresent()) {
          notices.aside(
              at,
              "every check of ldirectord but each such one is a connection alone; a health check asks"
                  + " the same each time.");
        }
        yield kind.or(() -> Optional.of(new CheckKind.Tcp()));
      }
      default -> negotiation(real, at);
    };
  }

  private Optional<CheckKind> negotiation(RealLine real, Origin at) {
    RequestAndReceive common =
        new RequestAndReceive(
            section.last("request").map(Directive::unquoted).orElse("/"),
            section.last("receive").map(Directive::unquoted).orElse(""));
    return new Negotiation(section, real.exchange().orElse(common), at, notices).kind(service);
  }

  /** It gets the addresses and ports of the virtual server and of the real server. */
  private CheckKind program(RealLine real, IpAddress address, Origin at) {
    String command = section.last("checkcommand").map(Directive::unquoted).orElse("/bin/true");
    if (type.equals("external-perl")) {
      notices.aside(
          at,
          "ldirectord runs it by its own perl; for a health check it has to be a program, with a first"
              + " line that says so.");
    }
    notices.aside(at, CheckKind.FOLDER);
    boolean ipv6 = address.family() == AddressFamily.IPV6;
    List<String> served =
        switch (key) {
          case AddressKey it ->
              List.of(
                  ipv6 ? "[" + it.address() + "]" : it.address().toString(),
                  String.valueOf(it.port()));
          case MarkKey it -> List.of(String.valueOf(it.mark()), "0");
        };
    List<String> asked = List.of(ipv6 ? "[{address}]" : "{address}", String.valueOf(real.port()));
    return new CheckKind.Exec(
        new ExecCheck(
            command.substring(command.lastIndexOf('/') + 1),
            Stream.of(served, asked).flatMap(List::stream).toList(),
            false));
  }

  /** As {@code ld_checkport} has it; empty where that is the destination's. */
  private Optional<Integer> port(RealLine real, int destinationPort) {
    return section
        .last("checkport")
        .flatMap(line -> line.first("[0-9]+"))
        .filter(digits -> digits.length() <= 5)
        .map(Integer::valueOf)
        .filter(port -> 1 <= port && port <= 0xffff)
        .or(() -> Optional.of(real.port()).filter(port -> port != 0))
        .or(() -> Services.port(service))
        .filter(port -> port != destinationPort);
  }

  private CheckDraft draft(CheckKind kind, Optional<Integer> port) {
    boolean quick =
        Services.isQuick(service)
            || kind instanceof CheckKind.Icmp
            || kind instanceof CheckKind.Exec
            || (kind instanceof CheckKind.Tcp && type.equals("connect"));
    TimeSpan timeout = seconds(quick ? checkTimeout() : negotiateTimeout());
    // one check of ldirectord are so many pings, one after the other
    long pings = kind instanceof CheckKind.Icmp ? number("checkcount").orElse(1L) : 1;
    return new CheckDraft(
        kind,
        Optional.empty(),
        port,
        Optional.empty(),
        seconds(interval()),
        timeout,
        pings > 1 ? Optional.of(timeout) : Optional.empty(),
        pings * number("failurecount").orElse(1L),
        InitialHealth.UP);
  }

  /** That of a section counts only where each has a process of its own. */
  private long interval() {
    boolean forks = global("fork").filter(line -> line.value().equals("yes")).isPresent();
    return section
        .last("checkinterval")
        .filter(_ -> forks)
        .or(() -> global("checkinterval"))
        .flatMap(FailureHandling::number)
        .orElse(DEFAULT_INTERVAL);
  }

  private long checkTimeout() {
    return timeout("checktimeout", "negotiatetimeout").orElse(DEFAULT_CHECK_TIMEOUT);
  }

  private long negotiateTimeout() {
    return timeout("negotiatetimeout", "checktimeout").orElse(DEFAULT_NEGOTIATE_TIMEOUT);
  }

  /** Each stands for the other, in the section before the file ({@code ld_setup}). */
  private Optional<Long> timeout(String name, String other) {
    return section
        .last(name)
        .or(() -> section.last(other))
        .or(() -> global(name))
        .or(() -> global(other))
        .flatMap(FailureHandling::number);
  }

  /** The directive that counts: of the section, else of the whole file. */
  private Optional<Directive> setting(String name) {
    return section.last(name).or(() -> global(name));
  }

  private Optional<Directive> global(String name) {
    return globals.reversed().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  private Optional<Long> number(String name) {
    return setting(name).flatMap(FailureHandling::number);
  }

  private static Optional<Long> number(Directive line) {
    return line.first("[0-9]+")
        .map(digits -> digits.length() > 9 ? "999999999" : digits)
        .map(Long::parseLong)
        .filter(number -> number > 0);
  }

  private static TimeSpan seconds(long number) {
    return new TimeSpan(1000 * (int) Math.min(number, LONGEST_SECONDS));
  }
}
