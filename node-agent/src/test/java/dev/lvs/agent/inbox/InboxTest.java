package dev.lvs.agent.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.situation.DrainOrders;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.Holding;
import dev.lvs.agent.situation.Inputs;
import dev.lvs.agent.source.PlanNews;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InboxTest {
  private static final PlanNews OLD = new PlanNews.Unreadable(1, "old");
  private static final PlanNews NEW = new PlanNews.Unreadable(2, "new");
  private static final Holding NOTHING_HELD = Holding.only(Set.of());
  private static final Holding ONE_HELD = Holding.only(Set.of(IpAddress.parse("192.0.2.10")));
  private static final Duration SECOND = Duration.ofSeconds(1);

  private Instant now = Instant.EPOCH.plusSeconds(100);
  private final InstantSource clock = () -> now;
  private final Inbox inbox = new Inbox(clock, List.of());

  @Test
  void givesTheNewestOfEachSortAtOnce() throws InterruptedException {
    inbox.put(OLD);
    inbox.put(NOTHING_HELD);
    inbox.put(ONE_HELD);
    inbox.put(NEW);

    News news = inbox.take();

    assertThat(news.plan()).contains(NEW);
    assertThat(news.over(Inputs.NONE))
        .isEqualTo(new Inputs(Health.NONE, ONE_HELD, DrainOrders.NONE));
    assertThat(news.wantsRound()).isTrue();
  }

  @Test
  void keepsWhatWasDecidedWhereThereIsNothingNewerOfItsSort() throws InterruptedException {
    inbox.put(Health.NONE);
    Inputs before = new Inputs(Health.NONE, ONE_HELD, DrainOrders.NONE);

    assertThat(inbox.take().over(before)).isEqualTo(before);
  }

  @Test
  void givesNothingTwice() throws InterruptedException {
    inbox.put(NEW);
    inbox.put(KernelEvent.ROUTING);
    inbox.wakeAfter(Deadline.LOOK, Duration.ZERO);
    inbox.take();
    inbox.wakeAfter(Deadline.TURN, Duration.ZERO);

    News second = inbox.take();

    assertThat(second)
        .isEqualTo(
            new News(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Set.of(Deadline.TURN)));
    assertThat(second.wantsRound()).as("only to show that it lives").isFalse();
  }

  @Test
  void wakesWhoeverWaits() throws InterruptedException {
    Thread.ofPlatform().start(() -> inbox.put(NEW));

    assertThat(inbox.take().plan()).contains(NEW);
  }

  @Test
  void wakesWhoeverWaitsAtTheClose() throws InterruptedException {
    Thread.ofPlatform().start(inbox::close);

    assertThat(inbox.take().wantsRound()).isFalse();
  }

  @Test
  void tellsOfTheDeadlinesThatHaveCome() throws InterruptedException {
    inbox.wakeAfter(Deadline.LOOK, SECOND);
    inbox.wakeAt(Deadline.PLAN, Optional.of(now.plus(SECOND)));
    inbox.wakeAfter(Deadline.TURN, SECOND.plusNanos(1));
    now = now.plus(SECOND);

    assertThat(inbox.take().due()).containsExactlyInAnyOrder(Deadline.LOOK, Deadline.PLAN);
    assertThat(inbox.until(Deadline.LOOK)).isEmpty();
    assertThat(inbox.until(Deadline.TURN)).contains(Duration.ofNanos(1));
  }

  @Test
  void forgetsADeadlineThatIsTakenBack() throws InterruptedException {
    inbox.wakeAfter(Deadline.PLAN, Duration.ZERO);
    inbox.wakeAt(Deadline.PLAN, Optional.empty());
    inbox.put(NEW);

    assertThat(inbox.take().due()).isEmpty();
  }

  @Test
  void givesEventsOfTheKernelOnceHoweverManyThereWere() throws InterruptedException {
    for (int i = 0; i < 1000; i++) {
      inbox.put(KernelEvent.ROUTING);
    }
    inbox.put(KernelEvent.PACKET_TABLE);

    assertThat(inbox.take().kernel())
        .containsExactlyInAnyOrder(KernelEvent.ROUTING, KernelEvent.PACKET_TABLE);
  }

  @Test
  void boundsTheRoundsOfAStormAndComesBackToItsEventsInTheEnd() throws InterruptedException {
    inbox.wakeAt(Deadline.LOOK, Optional.of(now.plusSeconds(1_000)));
    Instant end = now.plusSeconds(10);
    int rounds = 0;

    while (now.isBefore(end)) {
      inbox.put(KernelEvent.ROUTING);
      if (isDue()) {
        inbox.take();
        rounds++;
        inbox.afterRound(Duration.ofMillis(1));
      }
      now = now.plusMillis(5);
    }

    assertThat(rounds).isBetween(10, 16);
    now = now.plus(EventPace.LONGEST);
    assertThat(isDue()).as("the last event is not lost").isTrue();
  }

  @Test
  void letsRareEventsWakeTheLoopAtOnce() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      inbox.put(KernelEvent.ROUTING);

      assertThat(isDue()).isTrue();
      inbox.take();
      inbox.afterRound(Duration.ofMillis(1));
      now = now.plus(EventPace.SHORTEST);
    }
  }

  @Test
  void holdsEventsBackAndNothingElse() throws InterruptedException {
    inbox.holdEvents(SECOND);
    inbox.put(KernelEvent.ROUTING);
    assertThat(isDue()).isFalse();

    inbox.put(NEW);

    News news = inbox.take();
    assertThat(news.plan()).contains(NEW);
    assertThat(news.kernel()).as("along with the rest").containsExactly(KernelEvent.ROUTING);
  }

  @Test
  void paysForALongRoundWithALongPause() {
    EventPace pace = new EventPace();

    assertThat(pace.after(false, Duration.ofMillis(30))).isEqualTo(Duration.ofMillis(300));
    assertThat(pace.after(false, Duration.ofMinutes(1))).isEqualTo(EventPace.LONGEST);
    assertThat(pace.after(false, Duration.ZERO)).isEqualTo(EventPace.SHORTEST);
  }

  @Test
  void beginsAndEndsItsProducers() {
    CountDownLatch calls = new CountDownLatch(2);
    Producer producer =
        new Producer() {
          @Override
          public void begin(Inbox into) {
            into.put(NOTHING_HELD);
            calls.countDown();
          }

          @Override
          public void close() {
            calls.countDown();
          }
        };

    try (Inbox own = new Inbox(clock, List.of(producer))) {
      own.begin();
      assertThat(own.take().holding()).contains(NOTHING_HELD);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }

    assertThat(calls.getCount()).isZero();
  }

  /** Returns whether it would give something now, of which nothing is taken. */
  private boolean isDue() {
    return !inbox.left().isPositive();
  }
}
