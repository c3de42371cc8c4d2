package dev.lvs.tool.convert.ldirectord;

import dev.lvs.api.v1alpha1.DnsCheck;
import dev.lvs.api.v1alpha1.DnsRecordType;
import dev.lvs.api.v1alpha1.HttpCheck;
import dev.lvs.api.v1alpha1.HttpMethod;
import dev.lvs.api.v1alpha1.ScriptCheck;
import dev.lvs.api.v1alpha1.ScriptProtocol;
import dev.lvs.api.v1alpha1.ScriptStep;
import dev.lvs.api.v1alpha1.TlsOptions;
import dev.lvs.ipvs.Protocol;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.read.CheckKind;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import dev.lvs.tool.convert.read.PerlPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Converts how ldirectord talks to a service. */
final class Negotiation {
  private static final Pattern LITERAL = Pattern.compile("[^\\\\^$.|?*+()\\[{]+");

  private final Section section;
  private final RequestAndReceive exchange;
  private final Origin at;
  private final Notices notices;

  Negotiation(Section section, RequestAndReceive exchange, Origin at, Notices notices) {
    this.section = section;
    this.exchange = exchange;
    this.at = at;
    this.notices = notices;
  }

  /** The kind of check for a service; empty where ldirectord asks nothing. */
  Optional<CheckKind> kind(String service) {
    return switch (service) {
      case "http" -> web(service).map(CheckKind.Http::new);
      case "https" -> web(service).map(CheckKind.Https::new);
      case "http_proxy" -> Optional.of(proxy());
      case "smtp", "submission" -> Optional.of(known(ScriptProtocol.SMTP, null));
      case "pop" -> Optional.of(greeting(ScriptProtocol.POP3, null));
      case "pops" -> Optional.of(greeting(ScriptProtocol.POP3, TlsOptions.ANY));
      case "imap" -> Optional.of(greeting(ScriptProtocol.IMAP, null));
      case "imaps" -> Optional.of(greeting(ScriptProtocol.IMAP, TlsOptions.ANY));
      case "ldap" -> Optional.of(directory(null));
      case "ldaps" -> Optional.of(directory(TlsOptions.ANY));
      case "nntp" -> Optional.of(known(ScriptProtocol.NNTP, null));
      case "ftp" -> Optional.of(files());
      case "mysql" -> Optional.of(database(known(ScriptProtocol.MYSQL, null)));
      case "pgsql" -> Optional.of(database(known(ScriptProtocol.POSTGRESQL, null)));
      case "oracle" -> Optional.of(database(new CheckKind.Tcp()));
      case "dns" -> Optional.of(names());
      case "simpletcp" -> Optional.of(dialogue());
      case "radius" -> Optional.of(access());
      case "sip" -> Optional.of(telephony());
      default -> Optional.empty();
    };
  }

  private static CheckKind known(ScriptProtocol protocol, @Nullable TlsOptions tls) {
    return new CheckKind.Script(new ScriptCheck(protocol, List.of(), tls));
  }

  private CheckKind greeting(ScriptProtocol protocol, @Nullable TlsOptions tls) {
    unsaid(
        "not carried over: a health check logs in nowhere; it goes as far as the greeting.",
        "login",
        "passwd");
    return known(protocol, tls);
  }

  private CheckKind directory(@Nullable TlsOptions tls) {
    unsaid(
        "not carried over: a health check asks for an anonymous bind, and any answer will do.",
        "login",
        "passwd",
        "request",
        "receive");
    return known(ScriptProtocol.LDAP, tls);
  }

  private CheckKind files() {
    unsaid(
        "not carried over: a health check logs in nowhere and fetches no file; it goes as far as"
            + " the greeting.",
        "login",
        "passwd",
        "request",
        "receive");
    return known(ScriptProtocol.FTP, null);
  }

  private CheckKind database(CheckKind kind) {
    unsaid(
        "not carried over: a health check logs in nowhere and sends no query; it goes as far as the"
            + " server's first words.",
        "login",
        "passwd",
        "database",
        "request");
    return kind;
  }

  private CheckKind access() {
    unsaid(
        "not carried over: a health check knows no user and no secret; any answer to a request will"
            + " do, and the server has to know the directors as clients.",
        "login",
        "passwd",
        "secret");
    return known(ScriptProtocol.RADIUS, null);
  }

  private CheckKind telephony() {
    unsaid("not carried over: a health check asks what the server itself can do.", "login");
    notices.aside(
        at, "ldirectord wants 200 OK of OPTIONS, and a health check any final answer below 500.");
    return known(
        section.protocol().equals(Protocol.TCP) ? ScriptProtocol.SIP_TCP : ScriptProtocol.SIP,
        null);
  }

  private void unsaid(String text, String... names) {
    Stream.of(names)
        .flatMap(name -> section.last(name).stream())
        .forEach(line -> notices.aside(line.origin(), text));
  }

  private Optional<HttpCheck> web(String service) {
    if (exchange.request().contains(service + "://")) {
      notices.aside(
          at,
          "not carried over: its request names a server of its own, and a health check asks the"
              + " real server.");
      return Optional.empty();
    }
    HttpMethod method =
        section
            .last("httpmethod")
            .flatMap(line -> line.first("\\w+"))
            .filter(word -> word.toUpperCase(Locale.ROOT).equals("HEAD"))
            .map(_ -> HttpMethod.HEAD)
            .orElse(HttpMethod.GET);
    Optional<String> host =
        section
            .last("virtualhost")
            .map(Directive::unquoted)
            .map(String::strip)
            .filter(name -> !name.isEmpty());
    Optional<String> receive = Optional.of(exchange.receive()).filter(text -> !text.isEmpty());
    if (receive.isPresent() && method == HttpMethod.HEAD) {
      notices.aside(
          at, "its receive is not carried over: the answer to HEAD has no body; use GET.");
      receive = Optional.empty();
    }
    boolean literal = receive.filter(text -> LITERAL.matcher(text).matches()).isPresent();
    notices.aside(
        at,
        "ldirectord follows redirects and a health check does not: where the page is elsewhere,"
            + " name that path.");
    return Optional.of(
        new HttpCheck(
            exchange.request(),
            method,
            host.orElse(null),
            Map.of(),
            List.of(),
            literal ? receive.orElse(null) : null,
            literal ? null : receive.flatMap(this::java).orElse(null),
            null));
  }

  private Optional<String> java(String perl) {
    Optional<String> java = PerlPattern.inJava(perl);
    if (java.isEmpty()) {
      notices.aside(at, "its receive is not carried over: it is nothing that java.util.regex has.");
    }
    return java;
  }

  /** A request for a whole URL, which a proxy takes. */
  private CheckKind proxy() {
    String url = exchange.text();
    String host = url.replaceFirst("^[a-z]+://([^/]*).*", "$1");
    List<ScriptStep> steps = new ArrayList<>();
    steps.add(
        send("GET " + escaped(url) + " HTTP/1.0\\r\\nHost: " + escaped(host) + "\\r\\n\\r\\n"));
    steps.add(expect("^HTTP/1\\.[01] 2[0-9][0-9]"));
    if (!exchange.receive().isEmpty()) {
      java(exchange.receive()).ifPresent(text -> steps.add(expect(text)));
    }
    return new CheckKind.Script(new ScriptCheck(null, steps, null));
  }

  /** Something to send, of which only a line feed is written as an escape, and a line to find. */
  private CheckKind dialogue() {
    List<ScriptStep> steps = new ArrayList<>();
    String request =
        Stream.of(exchange.text().split("\\\\n", -1))
            .map(Negotiation::escaped)
            .collect(Collectors.joining("\\n"));
    if (!request.isEmpty()) {
      steps.add(send(request));
    }
    steps.add(
        expect(
            Optional.of(exchange.receive())
                .filter(text -> !text.isEmpty())
                .flatMap(this::java)
                .map(text -> "(?m)" + text)
                .orElse("(?s).")));
    return new CheckKind.Script(new ScriptCheck(null, steps, null));
  }

  private static ScriptStep send(String text) {
    return new ScriptStep(text, null);
  }

  private static ScriptStep expect(String pattern) {
    return new ScriptStep(null, pattern);
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\");
  }

  /** A question for an address, or for the name of an address. */
  private CheckKind names() {
    if (section.protocol().equals(Protocol.TCP)) {
      notices.aside(at, "ldirectord asks by TCP and a health check by UDP.");
    }
    String name = exchange.text();
    Optional<IpAddress> reverse = ipv4(name);
    // what it finds in an answer may be a part of an address or name; a check has the whole
    Optional<String> answer =
        Optional.of(exchange.receive().replace("\\.", "."))
            .filter(text -> reverse.isEmpty() && ipv4(text).isPresent());
    if (exchange.receive().isEmpty()) {
      notices.aside(
          at,
          "there is no receive, with which ldirectord takes every real server for down; a health"
              + " check takes any answer.");
    } else if (answer.isEmpty()) {
      notices.aside(
          at,
          "its receive is not carried over: a health check expects a whole address or name, and"
              + " takes any answer here; write spec.healthCheck.dns.expect.");
    }
    return new CheckKind.Dns(
        new DnsCheck(
            reverse.map(Negotiation::pointer).orElse(name.isEmpty() ? "." : name),
            reverse.isPresent() ? DnsRecordType.PTR : DnsRecordType.A,
            answer.orElse(null)));
  }

  private static Optional<IpAddress> ipv4(String text) {
    return IpAddress.read(text).filter(address -> address.family() == AddressFamily.IPV4);
  }

  private static String pointer(IpAddress address) {
    List<String> octets = List.of(address.toString().split("\\.", -1)).reversed();
    return String.join(".", octets) + ".in-addr.arpa";
  }
}
