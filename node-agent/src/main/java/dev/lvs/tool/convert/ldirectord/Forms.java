package dev.lvs.tool.convert.ldirectord;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Syntax of the values of directives; with any other value ldirectord does not start ({@code
 * read_config} and {@code config_error} of ldirectord).
 */
final class Forms {
  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final Pattern DIRECTIVE = Pattern.compile("[\\w-]+");
  private static final Pattern WORD = Pattern.compile("\\w+");

  private static final Set<String> CHECK_TYPES =
      Set.of("connect", "negotiate", "ping", "off", "on", "external", "external-perl");

  private static final Set<String> SERVICES =
      Set.of(
          "dns",
          "ftp",
          "http",
          "https",
          "http_proxy",
          "imap",
          "imaps",
          "ldap",
          "ldaps",
          "mysql",
          "nntp",
          "none",
          "oracle",
          "pgsql",
          "pop",
          "pops",
          "radius",
          "simpletcp",
          "sip",
          "smtp",
          "submission");

  private static final Form YES_NO =
      new Form(
          "it takes yes or no, and not even a blank behind it", text -> text.matches("yes|no"));
  private static final Form COUNT =
      new Form("it takes a number above 0", text -> !first(DIGITS, text).orElse("0").equals("0"));
  private static final Form QUOTED =
      new Form("its value stands in double quotes", text -> text.matches("(?s)\".+\".*"));
  private static final Form POSITIVE =
      new Form(COUNT.wanted(), text -> first(DIGITS, text).orElse("").matches("0*[1-9]\\d*"));
  private static final Form MASK =
      new Form(
          "it takes four numbers with dots, and not even a blank behind them",
          text -> text.matches("\\d+(\\.\\d+){3}"));
  private static final Form PREFIX =
      new Form(
          "it takes a number from 1 to 128, and not even a blank behind it",
          text -> text.matches("0*([1-9]\\d?|1[01]\\d|12[0-8])"));
  private static final Form COMMAND =
      new Form("it takes a value", text -> !text.isEmpty() && !text.matches("\"\"[^\"]*"));
  private static final Form ANYTHING = new Form("it takes a value", text -> !text.isEmpty());
  private static final Form FREE = new Form("", _ -> true);
  private static final Form FALLBACK =
      new Form(
          "behind its address it takes gate, masq or ipip, and not even a comment",
          text -> text.strip().matches("\\S*|(?s).*\\s(gate|masq|ipip)"));
  private static final Form MAILS =
      new Form(
          "it takes all, none, starting, running, stopping or reloading",
          text -> text.matches("none|((all|starting|running|stopping|reloading)(\\s*,\\s*|$))*"));
  private static final Form FREQUENCY =
      new Form("it takes a number", text -> text.matches("(?s)\\d.*"));
  private static final Form HOST =
      new Form("it takes the name of a host", text -> text.matches("(?s)[0-9A-Za-z._+-].*"));

  private static final Map<String, Form> COMMON =
      Map.ofEntries(
          Map.entry("checktimeout", COUNT),
          Map.entry("negotiatetimeout", COUNT),
          Map.entry("checkinterval", COUNT),
          Map.entry("checkcount", COUNT),
          Map.entry("failurecount", COUNT),
          Map.entry("quiescent", YES_NO),
          Map.entry("cleanstop", YES_NO),
          Map.entry("emailalert", ANYTHING),
          Map.entry("emailalertfreq", FREQUENCY),
          Map.entry("emailalertstatus", MAILS),
          Map.entry("smtp", HOST));

  private static final Map<String, Form> GLOBAL =
      Map.ofEntries(
          Map.entry("autoreload", YES_NO),
          Map.entry("checktimeout", POSITIVE),
          Map.entry("negotiatetimeout", POSITIVE),
          Map.entry("callback", new Form(QUOTED.wanted(), text -> text.matches("(?s)\".*\".*"))),
          Map.entry("emailalertfrom", ANYTHING),
          Map.entry("execute", FREE),
          Map.entry("fallback", FALLBACK),
          Map.entry("fallback6", FALLBACK),
          Map.entry("fallbackcommand", ANYTHING),
          Map.entry("fork", YES_NO),
          Map.entry("logfile", QUOTED),
          Map.entry("maintenancedir", ANYTHING),
          Map.entry("readdquiescent", YES_NO),
          Map.entry("supervised", YES_NO));

  private static final Map<String, Form> OF_SECTIONS =
      Map.ofEntries(
          Map.entry("checkcommand", COMMAND),
          Map.entry("checkport", new Form("it takes a port from 1 to 65535", Forms::isPort)),
          Map.entry(
              "checktype",
              new Form(
                  "it takes " + list(CHECK_TYPES) + " or a number",
                  text ->
                      DIGITS.matcher(text).find()
                          || CHECK_TYPES.contains(first(DIRECTIVE, text).orElse("")))),
          Map.entry("comment", FREE),
          Map.entry("database", QUOTED),
          Map.entry("fallbackcommand", COMMAND),
          Map.entry("fallback", FALLBACK),
          Map.entry("fallback6", FALLBACK),
          Map.entry(
              "httpmethod",
              new Form(
                  "it takes GET or HEAD",
                  text ->
                      Set.of("GET", "HEAD")
                          .contains(first(WORD, text).orElse("").toUpperCase(Locale.ROOT)))),
          Map.entry("load", new Form(QUOTED.wanted(), text -> text.matches("(?s)\".*\\w.*\".*"))),
          Map.entry("login", QUOTED),
          Map.entry("monitorfile", COMMAND),
          Map.entry("netmask", FREE),
          Map.entry("ops", YES_NO),
          Map.entry("passwd", QUOTED),
          Map.entry("persistent", new Form("it takes a number", DIGITS.asPredicate())),
          Map.entry("protocol", FREE),
          Map.entry("real", FREE),
          Map.entry("real6", FREE),
          Map.entry("receive", QUOTED),
          Map.entry("request", QUOTED),
          Map.entry(
              "schedflags",
              new Form("it takes flags", text -> first(Pattern.compile("\\S+"), text).isPresent())),
          Map.entry(
              "scheduler",
              new Form(
                  "it takes lower-case letters",
                  text -> first(Pattern.compile("[a-z]+"), text).isPresent())),
          Map.entry("secret", QUOTED),
          Map.entry(
              "service",
              new Form(
                  "it knows no such service, but " + list(SERVICES),
                  text -> SERVICES.contains(first(WORD, text).orElse("")))),
          Map.entry("servicename", FREE),
          Map.entry("virtualhost", FREE));

  private Forms() {}

  /**
   * A form of values.
   *
   * @param wanted the syntax in words
   */
  private record Form(String wanted, Predicate<String> accepts) {
    Optional<String> objection(Directive directive) {
      return accepts.test(directive.raw()) ? Optional.empty() : Optional.of(wanted);
    }
  }

  /** Returns why ldirectord does not start with a directive of the file as a whole. */
  static Optional<String> global(Directive directive) {
    return directive.isBare() && directive.name().equals("supervised")
        ? Optional.empty()
        : objection(directive, GLOBAL);
  }

  /** Returns why ldirectord does not start with a directive of a section. */
  static Optional<String> ofSection(Directive directive, Section section) {
    Form netmask = section.isIpv6() ? PREFIX : MASK;
    Optional<String> why = objection(directive, OF_SECTIONS);
    return why.isPresent()
        ? why
        : switch (directive.name()) {
          case "protocol" -> protocol(directive, section);
          case "netmask" -> netmask.objection(directive);
          case "real", "fallback" ->
              section.isIpv6() ? Optional.of(directive.name() + "6 is its name here") : why;
          case "real6", "fallback6" ->
              section.isIpv6() ? why : Optional.of("its name here has no 6 at the end");
          default -> why;
        };
  }

  private static Optional<String> protocol(Directive directive, Section section) {
    String word = first(WORD, directive.raw()).orElse("");
    if (section.isMark()) {
      return word.equals("fwm")
          ? Optional.empty()
          : Optional.of("the protocol of a firewall mark is fwm");
    }
    return word.matches("tcp|udp")
        ? Optional.empty()
        : Optional.of("the protocol of an address and port is tcp or udp, in lower case");
  }

  private static Optional<String> objection(Directive directive, Map<String, Form> own) {
    Form form = own.getOrDefault(directive.name(), COMMON.get(directive.name()));
    return form == null || directive.isBare()
        ? Optional.of("it knows no such directive there")
        : form.objection(directive);
  }

  private static boolean isPort(String text) {
    String digits = first(DIGITS, text).orElse("0").replaceFirst("^0+(?=.)", "");
    return digits.length() <= 5
        && 1 <= Integer.parseInt(digits)
        && Integer.parseInt(digits) <= 0xffff;
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }

  private static String list(Set<String> words) {
    return Stream.of(words).flatMap(Set::stream).sorted().collect(Collectors.joining(", "));
  }
}
