package dev.lvs.compile.rules;

import dev.lvs.api.v1alpha1.DownWhile;
import dev.lvs.api.v1alpha1.FileCheck;
import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.HttpCheck;
import dev.lvs.api.v1alpha1.HttpMethod;
import dev.lvs.api.v1alpha1.PersistenceMode;
import dev.lvs.api.v1alpha1.ProbePath;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ScriptCheck;
import dev.lvs.api.v1alpha1.ScriptStep;
import dev.lvs.api.v1alpha1.TimeSpan;
import dev.lvs.api.v1alpha1.TlsOptions;
import dev.lvs.api.v1alpha1.UdpCheck;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.check.EscapedText;
import dev.lvs.check.PemCertificates;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Validates a health check by itself, whatever resource it belongs to. */
final class CheckRules {
  private static final int SHORTEST_INTERVAL = 100;
  private static final int SHORTEST_TIMEOUT = 10;
  private static final String ADDITIONAL = "spec.additionalHealthChecks[%d]";

  private final ResourceName resource;
  private final Report report;
  private final HealthCheck check;

  /** The field of the check. */
  private final String place;

  private CheckRules(ResourceName resource, Report report, HealthCheck check, String place) {
    this.place = place;
    this.resource = resource;
    this.report = report;
    this.check = check;
  }

  /** Of one resource, and of those that have to pass besides. */
  static void check(
      ResourceName resource,
      @Nullable HealthCheck first,
      List<HealthCheck> additional,
      Report report) {
    if (first != null) {
      check(new CheckRules(resource, report, first, "spec.healthCheck"));
    }
    for (int i = 0; i < additional.size(); i++) {
      CheckRules rules =
          new CheckRules(resource, report, additional.get(i), ADDITIONAL.formatted(i));
      check(rules);
      if (first == null) {
        rules.refuse("", "It has to pass besides another check; write that in healthCheck.");
      }
    }
  }

  private static void check(CheckRules rules) {
    HealthCheck check = rules.check;
    rules.kind();
    rules.times();
    rules.target();
    rules.http("http", check.http());
    rules.http("https", check.https());
    rules.tls("tls", check.tls());
    rules.tls("grpc.tls", check.grpc() == null ? null : check.grpc().tls());
    rules.udp(check.udp());
    rules.script(check.script());
    rules.file(check.file());
    rules.escapes("agent.send", check.agent() == null ? null : check.agent().send());
  }

  /** Of the checks of a service, which says what a probe that is forwarded asks. */
  static void check(ResourceName resource, VirtualServiceSpec spec, Report report) {
    check(resource, spec.healthCheck(), spec.additionalHealthChecks(), report);
    if (spec.healthCheck() != null) {
      forwarded(new CheckRules(resource, report, spec.healthCheck(), "spec.healthCheck"), spec);
    }
    for (int i = 0; i < spec.additionalHealthChecks().size(); i++) {
      HealthCheck check = spec.additionalHealthChecks().get(i);
      forwarded(new CheckRules(resource, report, check, ADDITIONAL.formatted(i)), spec);
    }
  }

  private static void forwarded(CheckRules rules, VirtualServiceSpec spec) {
    HealthCheck check = rules.check;
    if (check.through() != ProbePath.FORWARDING) {
      return;
    }
    if (spec.addresses().isEmpty() && spec.addressPool() == null) {
      rules.refuse(
          "through",
          "A firewall mark without VIPs has no address that a probe through forwarding could ask;"
              + " write direct, or list the VIPs in spec.addresses.");
    }
    boolean every = spec.persistence() != null && spec.persistence().mode() == PersistenceMode.PCC;
    if (check.port() == null && (spec.firewallMark() != null || every)) {
      rules.refuse(
          "port",
          "Persistence mode PCC and a firewall mark stand for any port, and a probe through"
              + " forwarding asks one; write it.");
    }
  }

  private void kind() {
    long kinds =
        Stream.of(
                check.tcp(),
                check.tls(),
                check.http(),
                check.https(),
                check.grpc(),
                check.udp(),
                check.dns(),
                check.icmp(),
                check.script(),
                check.agent(),
                check.file(),
                check.exec())
            .filter(Objects::nonNull)
            .count();
    if (kinds != 1) {
      refuse(
          "",
          (kinds == 0 ? "There is no kind of check" : "There are several kinds of check")
              + "; write one of tcp, tls, http, https, grpc, udp, dns, icmp, script, agent, file"
              + " and exec.");
    }
  }

  private void times() {
    atLeast("interval", check.interval(), SHORTEST_INTERVAL);
    atLeast("timeout", check.timeout(), SHORTEST_TIMEOUT);
    if (check.timeout().milliseconds() > check.interval().milliseconds()) {
      refuse(
          "timeout",
          "A probe may take "
              + check.timeout()
              + ", and the next begins after "
              + check.interval()
              + "; make timeout at most interval.");
    }
    if (check.retryInterval() != null) {
      atLeast("retryInterval", check.retryInterval(), SHORTEST_INTERVAL);
    }
  }

  private void atLeast(String field, TimeSpan time, int milliseconds) {
    if (time.milliseconds() < milliseconds) {
      refuse(field, time + " is too short; write at least " + milliseconds + "ms.");
    }
  }

  private void target() {
    if (check.port() != null && !check.asksPort()) {
      refuse("port", "icmp, file and exec ask no port; remove it.");
    }
    if (check.through() == ProbePath.FORWARDING && !check.asksPort()) {
      refuse("through", "IPVS balances no pings, and file and exec send no packets; write direct.");
    }
    if (check.sourceAddress() != null) {
      new ServerRules(resource, report).address(place + ".sourceAddress", check.sourceAddress());
    }
    if (check.address() != null) {
      new ServerRules(resource, report).serverAddress(place + ".address", check.address());
      if (check.through() == ProbePath.FORWARDING) {
        refuse("address", "A probe through forwarding asks the VIP; remove it, or write direct.");
      }
      if (check.staysOnDirector()) {
        refuse("address", "file and exec ask no address; remove it.");
      }
    }
  }

  private void http(String kind, @Nullable HttpCheck http) {
    if (http == null) {
      return;
    }
    if (kind.equals("http") && http.tls() != null) {
      refuse("http.tls", "http is clear text; remove tls, or use https.");
    }
    if (http.expectBody() != null && http.expectBodyMatch() != null) {
      refuse(
          kind + ".expectBodyMatch",
          "A body is expected to have a text and to match an expression; keep one of the two.");
    }
    boolean body = http.expectBody() != null || http.expectBodyMatch() != null;
    if (body && http.method() == HttpMethod.HEAD) {
      refuse(kind + ".method", "The answer to HEAD has no body; use GET, or expect no body.");
    }
    expression(kind + ".expectBodyMatch", http.expectBodyMatch());
    tls(kind + ".tls", http.tls());
  }

  private void udp(@Nullable UdpCheck udp) {
    if (udp == null) {
      return;
    }
    if (udp.expect() != null && !udp.requireReply()) {
      refuse("udp.expect", "An answer is expected and not required; set requireReply: true.");
    }
    expression("udp.expect", udp.expect());
    escapes("udp.send", udp.send());
  }

  private void script(@Nullable ScriptCheck script) {
    if (script == null) {
      return;
    }
    if ((script.protocol() == null) == script.steps().isEmpty()) {
      refuse("script", "A script has either a protocol or steps; write one of them.");
    }
    if (script.protocol() != null && script.protocol().isOverUdp() && script.tls() != null) {
      refuse(
          "script.tls",
          "%s is asked by UDP, which has no TLS; remove it, or ask sip-tcp."
              .formatted(script.protocol().text()));
    }
    for (int i = 0; i < script.steps().size(); i++) {
      ScriptStep step = script.steps().get(i);
      String field = "script.steps[" + i + "]";
      if ((step.send() == null) == (step.expect() == null)) {
        refuse(field, "A step either sends or expects; write one of the two.");
      }
      escapes(field + ".send", step.send());
      expression(field + ".expect", step.expect());
    }
    tls("script.tls", script.tls());
  }

  private void file(@Nullable FileCheck file) {
    if (file != null && (file.downWhile() == DownWhile.NEVER) != (file.weightFactor() != null)) {
      refuse(
          "file.weightFactor",
          "A number in a file changes either the state or the weight; write downWhile: never and"
              + " weightFactor, or neither.");
    }
  }

  private void tls(String field, @Nullable TlsOptions tls) {
    if (tls == null || tls.certificateAuthorities() == null) {
      return;
    }
    if (!tls.verify()) {
      refuse(
          field + ".certificateAuthorities",
          "There are authorities, but certificates are not verified; set verify: true.");
    }
    try {
      PemCertificates.read(tls.certificateAuthorities());
    } catch (IllegalArgumentException e) {
      refuse(field + ".certificateAuthorities", String.valueOf(e.getMessage()));
    }
  }

  private void expression(String field, @Nullable String expression) {
    try {
      if (expression != null) {
        Pattern.compile(expression);
      }
    } catch (PatternSyntaxException e) {
      refuse(
          field,
          "'%s' is no regular expression: %s at %d; correct it."
              .formatted(expression, e.getDescription(), e.getIndex()));
    }
  }

  private void escapes(String field, @Nullable String text) {
    try {
      if (text != null) {
        EscapedText.bytes(text);
      }
    } catch (IllegalArgumentException e) {
      refuse(field, e.getMessage() + ".");
    }
  }

  private void refuse(String field, String message) {
    String path = field.isEmpty() ? place : place + "." + field;
    report.refuse(resource, path, Reason.INVALID_HEALTH_CHECK, message);
  }
}
