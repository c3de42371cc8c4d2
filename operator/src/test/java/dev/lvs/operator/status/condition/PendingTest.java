package dev.lvs.operator.status.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PendingTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HealthPending     | 2026-01-01T12:00:00Z | 5
          HealthPending     | 2026-01-01T11:59:58Z | 3
          HealthPending     | 2026-01-01T11:59:55Z |
          HealthPending     | 2026-01-01T10:00:00Z |
          HealthPending     | 2026-01-01T12:00:01Z | 5
          HealthPending     | 2026-01-01T12:00:02Z |
          HealthPending     | 2027-01-01T12:00:00Z |
          HealthPending     | noon                 |
          HealthPending     |                      |
          HealthUnknown     | 2026-01-01T12:00:00Z |
          HealthCheckFailed | 2026-01-01T12:00:00Z |
          Measured          | 2026-01-01T12:00:00Z |
          """)
  void theFirstResultsMayBeDueForAMoment(
      String reason, @Nullable String since, @Nullable Integer seconds) {
    assertThat(Pending.left(entry(reason, since), NOON).map(Duration::toSeconds))
        .isEqualTo(Optional.ofNullable(seconds).map(Integer::longValue));
  }

  /** Whatever an agent's clock says, nobody waits longer than that. */
  @Property
  void patienceEnds(@ForAll int offset) {
    Optional<Duration> left =
        Pending.left(
            entry(ResourceReport.HEALTH_PENDING, NOON.plusSeconds(offset).toString()), NOON);

    assertThat(left.orElse(Duration.ZERO)).isBetween(Duration.ZERO, Pending.PATIENCE);
    if (offset < -5 || offset > 1) {
      assertThat(left).isEmpty();
    }
  }

  private static ResourceReport entry(String reason, @Nullable String since) {
    return new ResourceReport(
        ResourceName.parse("VirtualService shop/web"),
        1L,
        since,
        ResourceState.PROGRAMMED,
        reason,
        null,
        null,
        null);
  }
}
