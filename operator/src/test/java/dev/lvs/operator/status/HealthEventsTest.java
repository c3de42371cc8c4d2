package dev.lvs.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.CheckedHealth;
import dev.lvs.api.v1alpha1.RealServerStatus;
import dev.lvs.operator.status.event.EventMessage;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthEventsTest {
  /** A finding is written SERVICE DIRECTOR STATE, several are parted by commas. */
  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # before             | after               | told
                               | web a Healthy       |
                               | web a Unknown       |
                               | web a Unhealthy     | Warning HealthCheckFailed web a
          web a Healthy        | web a Healthy       |
          web a Healthy        | web a Unhealthy     | Warning HealthCheckFailed web a
          web a Healthy        | web a Unknown       |
          web a Healthy        | web a Drained       |
          web a Unknown        | web a Unhealthy     | Warning HealthCheckFailed web a
          web a Unknown        | web a Healthy       |
          web a Unhealthy      | web a Unhealthy     |
          web a Unhealthy      | web a Healthy       | Normal HealthCheckSucceeded web a
          web a Unhealthy      | web a Unknown       |
          web a Unhealthy      | web b Unhealthy     | Warning HealthCheckFailed web b
          web a Unhealthy      | api a Healthy       |
          web a Healthy, web b Healthy | web a Unhealthy, web b Unhealthy | Warning HealthCheckFailed web a, Warning HealthCheckFailed web b
          web a Healthy        | web a Healthy soon  | Warning CertificateExpires web
          web a Healthy soon   | web a Healthy soon  |
          web a Healthy soon   | web a Healthy       |
          """)
  void tellsTransitions(@Nullable String before, String after, @Nullable String told) {
    List<EventMessage> events = HealthEvents.of(findings(before), findings(after));

    assertThat(events.stream().map(HealthEventsTest::brief).collect(Collectors.joining(", ")))
        .isEqualTo(told == null ? "" : told);
    assertThat(events).allMatch(EventMessage::recurs);
  }

  @Test
  void saysTheReasonInWords() {
    assertThat(HealthEvents.of(List.of(), findings("web edge-1 Unhealthy")))
        .containsExactly(
            EventMessage.recurring(
                true,
                "HealthCheckFailed",
                "It fails the health check of web by edge-1: no answer, 3 times."));
  }

  /** Of the conditions that follow from health nothing is told twice. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Ready True Ready    | Ready False HealthCheckFailed | HealthCheckFailed
          Ready True Ready    | Ready True SomeChecksFailed   | HealthCheckFailed
          Ready True Ready    | Ready Unknown HealthUnknown   | HealthCheckFailed
          Ready True Ready    | Ready False WeightZero        | WeightZero, HealthCheckFailed
          Accepted True Accepted | Accepted False NodeNotFound | NodeNotFound, HealthCheckFailed
          """)
  void tellsAFailureOnce(String before, String after, String told) {
    assertThat(
            RealServerEvents.of(status(before, "web a Healthy"), status(after, "web a Unhealthy"))
                .stream()
                .map(EventMessage::reason))
        .containsExactly(told.split(", "));
  }

  @Test
  void tellsOfAServerThatIsNew() {
    assertThat(RealServerEvents.of(null, status("Ready True Ready", "web a Healthy"))).isEmpty();
    assertThat(RealServerEvents.of(null, status("Ready True Ready", "web a Unhealthy"))).hasSize(1);
  }

  private static RealServerStatus status(String condition, String health) {
    return new RealServerStatus(
        1L,
        List.of(),
        List.of("web"),
        1,
        "InUse",
        List.of(condition(condition)),
        findings(health),
        null,
        List.of());
  }

  private static Condition condition(String text) {
    String[] words = text.split(" ", -1);
    return new ConditionBuilder()
        .withType(words[0])
        .withStatus(words[1])
        .withReason(words[2])
        .withMessage("It is so.")
        .build();
  }

  private static List<CheckedHealth> findings(@Nullable String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(", ", -1)).map(HealthEventsTest::finding).toList();
  }

  private static CheckedHealth finding(String text) {
    List<String> words = List.of(text.split(" ", -1));
    return new CheckedHealth(
        words.get(0),
        words.get(1),
        words.get(2),
        "2026-01-01T12:00:00Z",
        null,
        "no answer, 3 times",
        words.contains("soon") ? "2026-01-09T00:00:00Z" : null);
  }

  private static String brief(EventMessage told) {
    List<String> words = List.of(told.note().split("[ .:]", -1));
    String director = words.contains("by") ? " " + words.get(words.indexOf("by") + 1) : "";
    String service =
        List.of("web", "api").stream().filter(words::contains).findFirst().orElseThrow();
    return (told.warning() ? "Warning " : "Normal ") + told.reason() + " " + service + director;
  }
}
