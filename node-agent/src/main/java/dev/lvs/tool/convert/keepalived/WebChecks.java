package dev.lvs.tool.convert.keepalived;

import dev.lvs.api.v1alpha1.HttpCheck;
import dev.lvs.api.v1alpha1.HttpMethod;
import dev.lvs.api.v1alpha1.TlsOptions;
import dev.lvs.tool.convert.read.CheckKind;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import dev.lvs.tool.convert.read.PerlPattern;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Converts HTTP_GET and SSL_GET: the first url of a block, and its expectations. */
final class WebChecks {
  private static final int LEAST_STATUS = 100;
  private static final int MOST_STATUS = 599;

  private static final Map<String, String> FLAGS =
      Map.of("caseless", "i", "dotall", "s", "extended", "x", "multiline", "m");

  /** Keywords of a check and of its urls that are read here. */
  private static final Set<String> READ =
      Set.of(
          "enable_sni",
          "fast_recovery",
          "http_protocol",
          "nb_get_retry",
          "path",
          "regex",
          "regex_options",
          "regex_stack",
          "status_code",
          "url",
          "virtualhost");

  private final Statement check;
  private final Statement url;
  private final Origin at;
  private final Notices notices;

  private WebChecks(Statement check, Statement url, Origin at, Notices notices) {
    this.check = check;
    this.url = url;
    this.at = at;
    this.notices = notices;
  }

  /**
   * The kind of a block; empty where it has no url with a path, which keepalived passes over.
   *
   * @param names the virtual hosts of its real server and virtual server
   */
  static Optional<CheckKind> read(
      Statement check, Stream<Statement> names, Origin at, Notices notices) {
    List<Statement> urls =
        check.inside().stream()
            .filter(line -> line.keyword().equals("url"))
            .filter(line -> CheckSettings.last(line.inside(), "path").isPresent())
            .toList();
    if (urls.isEmpty()) {
      notices.aside(at, "left out, as keepalived does: it has no url with a path.");
      return Optional.empty();
    }
    urls.stream()
        .skip(1)
        .forEach(
            url ->
                notices.aside(
                    url.in(at),
                    "not carried over: a health check asks for one path, and that of the first url"
                        + " was taken."));
    return Optional.of(new WebChecks(check, urls.getFirst(), at, notices).kind(names));
  }

  private CheckKind kind(Stream<Statement> names) {
    Stream.concat(check.inside().stream(), url.inside().stream()).forEach(this::tell);
    // a virtual host of the real server is asked for, and not sent as SNI
    Optional<String> said =
        value(url.inside(), "virtualhost").or(() -> value(check.inside(), "virtualhost"));
    List<Optional<String>> around = names.map(line -> line.value(1)).toList();
    Optional<String> host = said.or(() -> around.stream().flatMap(Optional::stream).findFirst());
    boolean secure = check.keyword().equals("SSL_GET");
    boolean named =
        secure
            && CheckSettings.last(check.inside(), "enable_sni")
                .filter(line -> Values.isOn(line.value(1)))
                .isPresent();
    String path = value(url.inside(), "path").orElse("/");
    HttpCheck request =
        new HttpCheck(
            path.startsWith("/") ? path : "/" + path,
            HttpMethod.GET,
            host.orElse(null),
            Map.of(),
            status(),
            null,
            body().orElse(null),
            named ? named(host) : null);
    return secure ? new CheckKind.Https(request) : new CheckKind.Http(request);
  }

  private static @Nullable TlsOptions named(Optional<String> host) {
    return host.map(name -> new TlsOptions(name, false, null)).orElse(null);
  }

  private void tell(Statement line) {
    String text =
        switch (line.keyword()) {
          case "digest" ->
              "not carried over: a health check has no digest of a page; it looks at the status"
                  + " alone, and expectBody says a text that has to be in the page.";
          case "http_protocol" ->
              line.value(1).equals(Optional.of("1.1"))
                  ? ""
                  : "not carried over: health checks speak HTTP/1.1.";
          case "regex_no_match" ->
              "not carried over: a health check has no text that must not be there, so it looks at"
                  + " the status alone.";
          default ->
              READ.contains(line.keyword()) || CheckSettings.READ.contains(line.keyword())
                  ? ""
                  : CheckKinds.UNKNOWN;
        };
    if (!text.isEmpty()) {
      notices.aside(line.in(url.inside().contains(line) ? url.in(at) : at), text);
    }
  }

  private List<String> status() {
    BitSet codes = new BitSet();
    url.inside().stream()
        .filter(line -> line.keyword().equals("status_code"))
        .forEach(line -> line.words().stream().skip(1).forEach(word -> add(word, line, codes)));
    return codes.isEmpty()
        ? List.of()
        : codes.stream()
            .filter(code -> code == 0 || !codes.get(code - 1))
            .mapToObj(code -> range(code, codes.nextClearBit(code) - 1))
            .toList();
  }

  private static String range(int first, int last) {
    return first == last ? String.valueOf(first) : first + "-" + last;
  }

  private void add(String word, Statement line, BitSet codes) {
    String[] ends = word.split("-", 2);
    Optional<Long> first = code(ends[0]);
    Optional<Long> last = ends.length == 1 ? first : code(ends[1]);
    if (first.isEmpty() || last.isEmpty() || first.get() > last.get()) {
      notices.aside(
          line.in(url.in(at)),
          "'%s' is no status and was passed over, as keepalived does.".formatted(word));
    } else {
      codes.set(first.get().intValue(), last.get().intValue() + 1);
    }
  }

  private static Optional<Long> code(String text) {
    return Values.number(Optional.of(text), LEAST_STATUS, MOST_STATUS);
  }

  /** The expression that the page has to match; keepalived's is one of PCRE. */
  private Optional<String> body() {
    Optional<Statement> regex = CheckSettings.last(url.inside(), "regex");
    if (regex.isEmpty() || CheckSettings.last(url.inside(), "regex_no_match").isPresent()) {
      return Optional.empty();
    }
    StringBuilder flags = new StringBuilder();
    boolean known = true;
    for (Statement line : url.inside()) {
      if (line.keyword().equals("regex_options")) {
        for (String option : line.words().subList(1, line.words().size())) {
          known &= FLAGS.containsKey(option);
          flags.append(FLAGS.getOrDefault(option, ""));
        }
      }
    }
    Optional<String> java =
        regex
            .get()
            .value(1)
            .filter(_ -> regex.get().words().size() == 2)
            .flatMap(PerlPattern::inJava)
            .map(text -> flags.isEmpty() ? text : "(?" + flags + ")" + text);
    if (java.isEmpty() || !known) {
      notices.aside(
          regex.get().in(url.in(at)),
          "not carried over: it, or one of its options, is nothing that java.util.regex has; write"
              + " spec.healthCheck.http.expectBodyMatch.");
      return Optional.empty();
    }
    return java;
  }

  private static Optional<String> value(List<Statement> lines, String keyword) {
    return CheckSettings.last(lines, keyword).flatMap(line -> line.value(1));
  }
}
