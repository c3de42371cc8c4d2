package dev.lvs.agent.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.lease.LeaseAct.Put;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** A director of one group, asked by a test what follows from each event. */
abstract class EngineCase {
  static final LeaseHolder.Director SELF = new LeaseHolder.Director("a", "b001");
  static final LeaseHolder.Director OTHER = new LeaseHolder.Director("b", "b002");
  static final LeaseHolder UNKNOWN = new LeaseHolder.Unknown();

  private final LeaseEngine engine = new LeaseEngine(SELF);
  Circumstances fit = fit(Timing.STANDARD, ApiOutage.RELEASE);
  Instant now = Instant.EPOCH;
  LeaseState state = LeaseState.start(fit, now);
  List<LeaseAct> acts = List.of();
  private int versions = 100;

  @BeforeEach
  void start() {
    begin(Timing.STANDARD, ApiOutage.RELEASE);
  }

  void begin(Timing timing, ApiOutage outage) {
    fit = fit(timing, outage);
    state = LeaseState.start(fit, now);
    event(new LeaseEvent.Tick());
  }

  void hold() {
    found(free());
    reply(new LeaseReply.Written(mine(6)));
    assertThat(state.isOpen(now)).isTrue();
  }

  private static Circumstances fit(Timing timing, ApiOutage outage) {
    return new Circumstances(Optional.empty(), 0, timing, outage, Optional.empty());
  }

  void event(LeaseEvent event) {
    LeaseStep step = engine.step(state, event, now);
    state = step.state();
    acts = step.acts();
    assertThat(step.wake()).isAfter(now);
  }

  void pass(long millis) {
    now = now.plusMillis(millis);
    event(new LeaseEvent.Tick());
  }

  void reply(LeaseReply reply) {
    event(new LeaseEvent.Replied(request(), reply));
  }

  void found(LeaseVersion version) {
    reply(new LeaseReply.Found(Optional.of(version)));
  }

  long request() {
    return state.pace().requests();
  }

  Put put() {
    return (Put) acts.getLast();
  }

  List<Class<?>> kinds() {
    return acts.stream().<Class<?>>map(LeaseAct::getClass).toList();
  }

  Circumstances unfit(String why, Optional<String> heir) {
    return new Circumstances(Optional.of(why), 0, fit.timing(), fit.outage(), heir);
  }

  LeaseVersion free() {
    return of(new LeaseHolder.Free(Optional.empty()), 6);
  }

  LeaseVersion mine(int seconds) {
    return of(SELF, seconds);
  }

  /** A version after those before, with a change of holder more. */
  LeaseVersion of(LeaseHolder holder, int seconds) {
    versions++;
    return new LeaseVersion(
        "uid", "" + versions, holder, Duration.ofSeconds(seconds), versions, "t" + versions);
  }
}
