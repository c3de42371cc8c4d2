package dev.lvs.agent.report;

import dev.lvs.agent.health.ServerFinding;
import dev.lvs.agent.situation.HealthEvidence;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Health of the real servers in the state directory.
 *
 * @param servers every destination that is checked
 */
public record LocalHealth(
    String at, String life, Long seenMillis, Long goodForMillis, List<Server> servers)
    implements LocalStatement {
  public LocalHealth {
    servers = List.copyOf(Objects.requireNonNullElse(servers, List.of()));
  }

  /**
   * One destination.
   *
   * @param service as {@code ipvsadm -Ln} prints it, e.g. {@code TCP 192.0.2.10:80}
   * @param destination address and port
   * @param state Healthy, Unhealthy, Drained or Unknown
   * @param since when it came to be so, RFC 3339
   * @param reason why it is so; of a healthy one, why it was not before
   * @param failures how many probes in a row had failed when the reason was noted
   * @param lastGood when a probe succeeded last, RFC 3339
   * @param certificateEnd when its certificate expires, RFC 3339
   */
  public record Server(
      String service,
      String destination,
      String state,
      @Nullable String since,
      @Nullable String reason,
      @Nullable Integer failures,
      @Nullable String lastGood,
      @Nullable String certificateEnd) {
    static Server of(ServerFinding finding) {
      HealthEvidence evidence = finding.evidence();
      return new Server(
          finding.service().toString(),
          finding.destination().toString(),
          finding.state().text(),
          evidence.since().map(HealthEvidence::text).orElse(null),
          evidence.reason().orElse(null),
          evidence.failures() == 0 ? null : Integer.valueOf(evidence.failures()),
          evidence.lastGood().map(HealthEvidence::text).orElse(null),
          finding.certificateEnd().map(HealthEvidence::text).orElse(null));
    }
  }
}
