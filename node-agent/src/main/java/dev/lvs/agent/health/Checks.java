package dev.lvs.agent.health;

import dev.lvs.agent.model.ProbeWay;
import dev.lvs.agent.probe.Bytes;
import dev.lvs.agent.probe.CheckMethod;
import dev.lvs.agent.probe.Checker;
import dev.lvs.agent.probe.Detour;
import dev.lvs.agent.probe.Expectation;
import dev.lvs.agent.probe.IcmpChecker;
import dev.lvs.agent.probe.Schedule;
import dev.lvs.agent.probe.ScheduledCheck;
import dev.lvs.agent.probe.Target;
import dev.lvs.agent.probe.TcpChecker;
import dev.lvs.agent.probe.UdpChecker;
import dev.lvs.agent.probe.dns.DnsChecker;
import dev.lvs.agent.probe.dns.DnsType;
import dev.lvs.agent.probe.grpc.GrpcChecker;
import dev.lvs.agent.probe.http.HttpChecker;
import dev.lvs.agent.probe.http.StatusRange;
import dev.lvs.agent.probe.local.CheckFolder;
import dev.lvs.agent.probe.local.FileChecker;
import dev.lvs.agent.probe.local.FileChecker.Rule;
import dev.lvs.agent.probe.local.ProgramChecker;
import dev.lvs.agent.probe.script.AgentChecker;
import dev.lvs.agent.probe.script.KnownScripts;
import dev.lvs.agent.probe.script.ScriptChecker;
import dev.lvs.agent.probe.script.ScriptChecker.Line;
import dev.lvs.agent.probe.script.SipChecker;
import dev.lvs.agent.probe.tls.TlsChecker;
import dev.lvs.agent.probe.tls.Trust;
import dev.lvs.agent.syscall.IpSockets;
import dev.lvs.api.v1alpha1.DnsCheck;
import dev.lvs.api.v1alpha1.ExecCheck;
import dev.lvs.api.v1alpha1.FileCheck;
import dev.lvs.api.v1alpha1.GrpcCheck;
import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.HttpCheck;
import dev.lvs.api.v1alpha1.ScriptCheck;
import dev.lvs.api.v1alpha1.ScriptProtocol;
import dev.lvs.api.v1alpha1.ScriptStep;
import dev.lvs.api.v1alpha1.TimeSpan;
import dev.lvs.api.v1alpha1.TlsOptions;
import dev.lvs.api.v1alpha1.UdpCheck;
import dev.lvs.check.EscapedText;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the health checks of a plan into checks that are probed.
 *
 * @param folder of files and programs of checks; empty where there are to be none
 */
record Checks(Optional<CheckFolder> folder) {
  private static final List<StatusRange> SUCCESS = List.of(new StatusRange(200, 299));
  private static final Optional<String> NONE = Optional.empty();

  /**
   * The check of one server.
   *
   * @param port of the server, where the check names none
   */
  ScheduledCheck of(HealthCheck check, IpAddress server, int port) {
    if (check.staysOnDirector() && folder.isEmpty()) {
      return new ScheduledCheck(
          blocked(
              server,
              "this agent looks at no file and runs no program: it was started without"
                  + " --check-directory"),
          new TcpChecker(),
          schedule(check));
    }
    int asked = check.icmp() == null ? Objects.requireNonNullElse(check.port(), port) : 0;
    Optional<IpAddress> source = Optional.ofNullable(check.sourceAddress()).map(IpAddress::parse);
    IpAddress address = check.address() == null ? server : IpAddress.parse(check.address());
    return of(check, new Target(address, asked, source, Optional.empty()));
  }

  /** The check of one server that is asked by a detour. */
  ScheduledCheck of(HealthCheck check, IpAddress server, ProbeWay way, SourcePorts ports) {
    return of(
        check,
        switch (way) {
          case ProbeWay.None(var reason) -> blocked(server, reason);
          case ProbeWay.Forwarded forwarded -> {
            OptionalInt from = ports.of(forwarded, check);
            yield from.isEmpty()
                ? blocked(server, "no port is left on this node for a probe to come from")
                : new Target(
                    forwarded.vip(),
                    forwarded.port(),
                    Optional.of(forwarded.source()),
                    Optional.of(
                        new Detour.Marked(forwarded.service().mark(), server, from.getAsInt())));
          }
        });
  }

  private static Target blocked(IpAddress server, String reason) {
    return new Target(server, 0, Optional.empty(), Optional.of(new Detour.None(reason)));
  }

  private ScheduledCheck of(HealthCheck check, Target target) {
    return new ScheduledCheck(target, method(check), schedule(check));
  }

  private static Schedule schedule(HealthCheck check) {
    Duration retry =
        check.retryInterval() == null ? Duration.ZERO : duration(check.retryInterval());
    return new Schedule(
        duration(check.interval()), duration(check.timeout()), duration(check.jitter()), retry);
  }

  private static Duration duration(TimeSpan span) {
    return Duration.ofMillis(span.milliseconds());
  }

  private CheckMethod method(HealthCheck check) {
    if (check.file() != null) {
      return file(check.file());
    }
    if (check.exec() != null) {
      ExecCheck exec = check.exec();
      return new ProgramChecker(
          folder.orElseThrow(), exec.name(), exec.arguments(), exec.weightByExitCode());
    }
    return checker(check);
  }

  private FileChecker file(FileCheck file) {
    Rule rule =
        switch (file.downWhile()) {
          case EXISTS -> new Rule.Exists();
          case NONZERO -> new Rule.Value(false);
          case ZERO -> new Rule.Value(true);
          case NEVER -> new Rule.Weight(Objects.requireNonNullElse(file.weightFactor(), 0));
        };
    return new FileChecker(folder.orElseThrow(), file.name(), rule);
  }

  private static Checker checker(HealthCheck check) {
    if (check.tls() != null) {
      return tls(new TcpChecker(), check.tls(), NONE);
    }
    if (check.http() != null) {
      return http(check.http());
    }
    if (check.https() != null) {
      return tls(http(check.https()), orAny(check.https().tls()), NONE);
    }
    if (check.grpc() != null) {
      return grpc(check.grpc());
    }
    if (check.udp() != null) {
      return udp(check.udp());
    }
    if (check.dns() != null) {
      return dns(check.dns());
    }
    if (check.icmp() != null) {
      return new IcmpChecker();
    }
    if (check.script() != null) {
      return script(check.script());
    }
    if (check.agent() != null) {
      return new AgentChecker(text(check.agent().send()));
    }
    return new TcpChecker();
  }

  private static HttpChecker http(HttpCheck check) {
    List<StatusRange> status = check.expectStatus().stream().map(StatusRange::parse).toList();
    Optional<Expectation> body =
        check.expectBody() != null
            ? Optional.of(new Expectation.Text(check.expectBody()))
            : match(check.expectBodyMatch());
    return new HttpChecker(
        check.method().name(),
        check.path(),
        Optional.ofNullable(check.host()),
        new TreeMap<>(check.headers()),
        status.isEmpty() ? SUCCESS : status,
        body);
  }

  private static Checker grpc(GrpcCheck check) {
    GrpcChecker plain =
        new GrpcChecker(
            Objects.requireNonNullElse(check.service(), ""),
            Optional.ofNullable(check.authority()));
    return check.tls() == null ? plain : tls(plain, check.tls(), Optional.of("h2"));
  }

  private static UdpChecker udp(UdpCheck check) {
    return new UdpChecker(
        Bytes.of(EscapedText.bytes(text(check.send()))),
        match(check.expect()),
        !check.requireReply());
  }

  private static DnsChecker dns(DnsCheck check) {
    return new DnsChecker(
        check.name(), DnsType.valueOf(check.type().name()), Optional.ofNullable(check.expect()));
  }

  private static Checker script(ScriptCheck check) {
    Checker plain =
        check.protocol() == null
            ? new ScriptChecker("steps", IpSockets.Kind.TCP, lines(check.steps()))
            : known(check.protocol());
    return check.tls() == null ? plain : tls(plain, check.tls(), NONE);
  }

  private static List<Line> lines(List<ScriptStep> steps) {
    List<Line> lines = new ArrayList<>();
    for (ScriptStep step : steps) {
      if (step.send() != null) {
        lines.add(new Line.Send(Bytes.of(EscapedText.bytes(step.send()))));
      }
      match(step.expect()).ifPresent(text -> lines.add(new Line.Expect(text)));
    }
    return lines;
  }

  private static Checker known(ScriptProtocol protocol) {
    return switch (protocol) {
      case SMTP -> KnownScripts.smtp();
      case IMAP -> KnownScripts.imap();
      case POP3 -> KnownScripts.pop3();
      case FTP -> KnownScripts.ftp();
      case NNTP -> KnownScripts.nntp();
      case SSH -> KnownScripts.ssh();
      case REDIS -> KnownScripts.redis();
      case MEMCACHED -> KnownScripts.memcached();
      case MYSQL -> KnownScripts.mysql();
      case POSTGRESQL -> KnownScripts.postgresql();
      case LDAP -> KnownScripts.ldap();
      case RADIUS -> KnownScripts.radius();
      case SIP -> new SipChecker(IpSockets.Kind.UDP);
      case SIP_TCP -> new SipChecker(IpSockets.Kind.TCP);
    };
  }

  private static Checker tls(Checker inner, TlsOptions options, Optional<String> protocol) {
    Trust trust =
        !options.verify()
            ? Trust.any()
            : options.certificateAuthorities() == null
                ? Trust.ofNode()
                : Trust.of(options.certificateAuthorities());
    return new TlsChecker(inner, trust, Optional.ofNullable(options.serverName()), protocol);
  }

  private static TlsOptions orAny(@Nullable TlsOptions options) {
    return options == null ? TlsOptions.ANY : options;
  }

  private static Optional<Expectation> match(@Nullable String pattern) {
    return Optional.ofNullable(pattern).map(text -> new Expectation.Match(Pattern.compile(text)));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
