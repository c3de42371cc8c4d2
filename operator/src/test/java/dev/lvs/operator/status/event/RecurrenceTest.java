package dev.lvs.operator.status.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Events that are told anew, and those that are counted in one that there is. */
class RecurrenceTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final EventMessage FAILED =
      EventMessage.recurring(true, "HealthCheckFailed", "It fails by edge-1: no answer.");

  private final Recurrence recurrence = new Recurrence();

  @Test
  void whatWasNeverSentIsNew() {
    assertThat(recurrence.isKnown("a", FAILED, NOON)).isFalse();
    assertThat(recurrence.count("a", FAILED, NOON)).isEmpty();
  }

  @Test
  void theSameReasonIsTheSameEventWhateverItsNote() {
    recurrence.sent("a", FAILED, "web-1-x", NOON);
    EventMessage other =
        EventMessage.recurring(true, "HealthCheckFailed", "It fails by edge-2: refused.");

    assertThat(recurrence.isKnown("a", other, NOON.plusSeconds(1))).isTrue();
    assertThat(recurrence.count("a", other, NOON.plusSeconds(1)))
        .contains(new Recurrence.Again("web-1-x", 2, NOON.plusSeconds(1)));
  }

  @Test
  void anotherResourceReasonOrTypeIsAnother() {
    recurrence.sent("a", FAILED, "web-1-x", NOON);

    assertThat(recurrence.isKnown("b", FAILED, NOON)).isFalse();
    assertThat(
            recurrence.isKnown(
                "a", EventMessage.recurring(true, "CertificateExpires", FAILED.note()), NOON))
        .isFalse();
    assertThat(recurrence.isKnown("a", EventMessage.recurring(false, FAILED.reason(), "x"), NOON))
        .isFalse();
  }

  @Test
  void anEventThatDoesNotRecurHasItsNoteForAName() {
    EventMessage one = new EventMessage(true, "PortMismatch", "Port 80.");
    recurrence.sent("a", one, "web-x", NOON);

    assertThat(recurrence.isKnown("a", one, NOON)).isTrue();
    assertThat(recurrence.isKnown("a", new EventMessage(true, "PortMismatch", "Port 81."), NOON))
        .isFalse();
  }

  @Test
  void afterALongTimeOfQuietItIsToldAnew() {
    recurrence.sent("a", FAILED, "web-1-x", NOON);
    Instant late = NOON.plus(Recurrence.WINDOW);

    assertThat(recurrence.isKnown("a", FAILED, late.minusSeconds(1))).isTrue();
    assertThat(recurrence.isKnown("a", FAILED, late)).isFalse();
  }

  @Test
  void anEventThatIsGoneIsToldAnew() {
    recurrence.sent("a", FAILED, "web-1-x", NOON);

    recurrence.gone("a", FAILED);

    assertThat(recurrence.isKnown("a", FAILED, NOON)).isFalse();
  }

  @Test
  void remembersSoManyAndForgetsTheOldest() {
    for (int i = 0; i <= Recurrence.MOST; i++) {
      recurrence.sent("uid-" + i, FAILED, "event-" + i, NOON);
    }

    assertThat(recurrence.isKnown("uid-0", FAILED, NOON)).isFalse();
    assertThat(recurrence.isKnown("uid-1", FAILED, NOON)).isTrue();
    assertThat(recurrence.isKnown("uid-" + Recurrence.MOST, FAILED, NOON)).isTrue();
  }

  /** However a server flaps: one Event, few writes, and a count that is never more than true. */
  @Property(tries = 100)
  void flappingIsOneEventAndFewWrites(
      @ForAll @Size(min = 1, max = 400) List<@IntRange(min = 1, max = 5_000) Integer> pauses) {
    Recurrence flapping = new Recurrence();
    flapping.sent("a", FAILED, "web-1-x", NOON);
    Instant now = NOON;
    List<Recurrence.Again> written = new ArrayList<>();
    int times = 1;
    for (int pause : pauses) {
      now = now.plusMillis(pause);
      assertThat(flapping.isKnown("a", FAILED, now)).isTrue();
      times++;
      Optional<Recurrence.Again> again = flapping.count("a", FAILED, now);
      if (again.isPresent()) {
        assertThat(again.get().count()).isEqualTo(times);
        written.add(again.get());
      }
    }

    long most = 1 + Duration.between(NOON, now).dividedBy(Recurrence.PAUSE) + Integer.SIZE;
    assertThat(written).hasSizeLessThanOrEqualTo((int) most);
    assertThat(written).extracting(Recurrence.Again::name).containsOnly("web-1-x");
    assertThat(written).extracting(Recurrence.Again::count).isSorted().doesNotHaveDuplicates();
  }
}
