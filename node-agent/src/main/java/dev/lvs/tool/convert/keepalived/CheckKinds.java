package dev.lvs.tool.convert.keepalived;

import dev.lvs.api.v1alpha1.DnsCheck;
import dev.lvs.api.v1alpha1.DnsRecordType;
import dev.lvs.api.v1alpha1.ExecCheck;
import dev.lvs.api.v1alpha1.ScriptCheck;
import dev.lvs.api.v1alpha1.ScriptProtocol;
import dev.lvs.api.v1alpha1.ScriptStep;
import dev.lvs.tool.convert.read.CheckKind;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Converts what checks other than those of the web ask for. */
final class CheckKinds {
  /** Text for settings that are not carried over. */
  static final String UNKNOWN = "not carried over: a health check has nothing like it.";

  private final Statement check;
  private final Map<String, Statement> trackedFiles;
  private final Origin at;
  private final Notices notices;

  /**
   * @param trackedFiles the blocks {@code track_file} of the configuration, by name
   */
  CheckKinds(Statement check, Map<String, Statement> trackedFiles, Origin at, Notices notices) {
    this.trackedFiles = trackedFiles;
    this.check = check;
    this.at = at;
    this.notices = notices;
  }

  /** A TCP connection, an ICMP echo request, a datagram, a question, or a dialogue. */
  Optional<CheckKind> kind() {
    return switch (check.keyword()) {
      case "TCP_CHECK" -> reading(Set.of(), _ -> new CheckKind.Tcp());
      case "PING_CHECK" -> reading(Set.of(), _ -> new CheckKind.Icmp());
      case "SMTP_CHECK" -> reading(Set.of("helo_name", "host"), this::mail);
      case "DNS_CHECK" -> reading(Set.of("name", "type"), this::question);
      case "UDP_CHECK" ->
          reading(
              Set.of("payload", "require_reply", "min_reply_length", "max_reply_length"),
              lines -> new UdpPayload(lines, at, notices).kind());
      case "MISC_CHECK" -> program();
      case "BFD_CHECK" -> {
        notices.aside(at, "not carried over: the agent speaks no BFD.");
        yield Optional.empty();
      }
      case "FILE_CHECK" -> new TrackedFile(check, at, notices).kind(trackedFiles);
      default -> throw new IllegalArgumentException(check.keyword());
    };
  }

  private Optional<CheckKind> reading(Set<String> read, Function<List<Statement>, CheckKind> kind) {
    check.inside().stream()
        .filter(line -> !read.contains(line.keyword()))
        .filter(line -> !CheckSettings.READ.contains(line.keyword()))
        .forEach(line -> notices.aside(line.in(at), UNKNOWN));
    return Optional.of(kind.apply(check.inside()));
  }

  private CheckKind mail(List<Statement> lines) {
    Optional<String> name =
        CheckSettings.last(lines, "helo_name")
            .flatMap(line -> line.value(1))
            .filter(word -> word.matches("[!-~&&[^\\\\]]{1,255}"));
    return new CheckKind.Script(
        name.map(
                word ->
                    new ScriptCheck(
                        null,
                        List.of(
                            new ScriptStep(null, "(?m)^220 "),
                            new ScriptStep("HELO " + word + "\\r\\n", null),
                            new ScriptStep(null, "(?m)^250 "),
                            new ScriptStep("QUIT\\r\\n", null)),
                        null))
            .orElseGet(() -> new ScriptCheck(ScriptProtocol.SMTP, List.of(), null)));
  }

  private CheckKind question(List<Statement> lines) {
    Optional<Statement> type = CheckSettings.last(lines, "type");
    Optional<DnsRecordType> known =
        type.flatMap(line -> line.value(1))
            .map(word -> word.toUpperCase(Locale.ROOT))
            .flatMap(
                word ->
                    Arrays.stream(DnsRecordType.values())
                        .filter(one -> one.name().equals(word))
                        .findFirst());
    if (type.isPresent() && known.isEmpty()) {
      notices.aside(
          type.get().in(at), "it is no type of record and was passed over, as keepalived does.");
    }
    // keepalived takes the first name that it can read
    Optional<String> name =
        lines.stream()
            .filter(line -> line.keyword().equals("name"))
            .flatMap(line -> line.value(1).stream())
            .filter(word -> !word.contains("..") && (word.equals(".") || !word.startsWith(".")))
            .findFirst();
    return new CheckKind.Dns(new DnsCheck(name.orElse("."), known.orElse(DnsRecordType.SOA), null));
  }

  /** A program of the agent's folder for checks, by its name there. */
  private Optional<CheckKind> program() {
    Set<String> read = Set.of("misc_path", "misc_timeout", "misc_dynamic", "user");
    check.inside().stream()
        .filter(line -> !read.contains(line.keyword()))
        .filter(line -> !CheckSettings.READ.contains(line.keyword()))
        .forEach(line -> notices.aside(line.in(at), UNKNOWN));
    List<String> words =
        CheckSettings.last(check.inside(), "misc_path")
            .map(line -> line.words().subList(1, line.words().size()))
            .map(CheckKinds::split)
            .orElse(List.of());
    if (words.isEmpty()) {
      notices.aside(at, "left out, as keepalived does: it has no misc_path.");
      return Optional.empty();
    }
    notices.aside(at, CheckKind.FOLDER);
    CheckSettings.last(check.inside(), "user")
        .ifPresent(
            line ->
                notices.aside(line.in(at), "not carried over: a program runs as the agent does."));
    boolean weighs = CheckSettings.last(check.inside(), "misc_dynamic").isPresent();
    String name = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
    return Optional.of(
        new CheckKind.Exec(new ExecCheck(name, words.subList(1, words.size()), weighs)));
  }

  /** One text in quotes is a program with its arguments. */
  private static List<String> split(List<String> words) {
    return words.size() == 1 ? List.of(words.getFirst().strip().split("\\s+")) : words;
  }
}
