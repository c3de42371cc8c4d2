package dev.lvs.tool.convert.read;

import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.IcmpCheck;
import dev.lvs.api.v1alpha1.InitialHealth;
import dev.lvs.api.v1alpha1.ProbePath;
import dev.lvs.api.v1alpha1.TcpCheck;
import dev.lvs.api.v1alpha1.TimeSpan;
import java.util.Optional;

/**
 * A health check as a source has it.
 *
 * @param address empty for the real server's
 * @param port empty for that of the destination
 * @param source empty for that of the route
 * @param retry pause after a failure; empty for the interval
 * @param fall failures that take a server down, however many; one success brings it up
 */
public record CheckDraft(
    CheckKind kind,
    Optional<String> address,
    Optional<Integer> port,
    Optional<String> source,
    TimeSpan interval,
    TimeSpan timeout,
    Optional<TimeSpan> retry,
    long fall,
    InitialHealth initial) {
  /** Bounds of the API, beyond which a damaged or extreme source may go; in milliseconds. */
  private static final int SHORTEST_INTERVAL = 100;

  private static final int SHORTEST_TIMEOUT = 10;
  private static final int MOST_FAILURES = 100;

  /**
   * The field that says it. A probe is over before the next one begins, so the interval is at least
   * as long as the timeout.
   */
  public HealthCheck field() {
    TimeSpan longEnough = atLeast(timeout, SHORTEST_TIMEOUT);
    TimeSpan between = atLeast(interval, Math.max(SHORTEST_INTERVAL, longEnough.milliseconds()));
    return new HealthCheck(
        kind instanceof CheckKind.Tcp ? new TcpCheck() : null,
        null,
        kind instanceof CheckKind.Http(var request) ? request : null,
        kind instanceof CheckKind.Https(var request) ? request : null,
        null,
        kind instanceof CheckKind.Udp(var datagram) ? datagram : null,
        kind instanceof CheckKind.Dns(var question) ? question : null,
        kind instanceof CheckKind.Icmp ? new IcmpCheck() : null,
        kind instanceof CheckKind.Script(var script) ? script : null,
        null,
        kind instanceof CheckKind.File(var file) ? file : null,
        kind instanceof CheckKind.Exec(var program) ? program : null,
        address.orElse(null),
        port.filter(_ -> kind.asksPort()).orElse(null),
        source.orElse(null),
        ProbePath.DIRECT,
        between,
        longEnough,
        new TimeSpan(0),
        retry
            .filter(_ -> fall > 1)
            .map(pause -> atLeast(pause, SHORTEST_INTERVAL))
            .filter(pause -> !pause.equals(between))
            .orElse(null),
        1,
        Math.clamp(fall, 1, MOST_FAILURES),
        initial);
  }

  private static TimeSpan atLeast(TimeSpan time, int milliseconds) {
    return time.milliseconds() < milliseconds ? new TimeSpan(milliseconds) : time;
  }

  /** Returns what there is to say of its times; empty where the field has them as they are. */
  public Optional<String> adjustment() {
    if (timeout.milliseconds() > interval.milliseconds()) {
      return Optional.of(
          "the interval of its probes is as long as their timeout: a probe is over before the next"
              + " one begins.");
    }
    if (interval.milliseconds() < SHORTEST_INTERVAL || timeout.milliseconds() < SHORTEST_TIMEOUT) {
      return Optional.of(
          "its times are the shortest of the agent: 100 ms from one probe to the next, and 10 ms for"
              + " each.");
    }
    return fall > MOST_FAILURES
        ? Optional.of("100 failures take a server down, which is the most that there are.")
        : Optional.empty();
  }
}
