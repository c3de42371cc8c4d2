package dev.lvs.lab.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.failover.LeaseStore;
import dev.lvs.agent.lease.LeaseAct;
import dev.lvs.agent.lease.LeaseHolder;
import dev.lvs.agent.lease.LeaseReply;
import dev.lvs.agent.lease.LeaseReply.Written;
import dev.lvs.agent.lease.LeaseVersion;
import dev.lvs.agent.lease.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the lease engine takes for granted of whatever keeps its Leases. */
public abstract class LeaseStoreContract {
  protected static final String NAME = "lvs-edge-0";
  protected static final LeaseHolder SELF = new LeaseHolder.Director("edge-1", "0000b007");
  protected static final LeaseHolder OTHER = new LeaseHolder.Director("edge-2", "0000b007");
  protected static final LeaseHolder FREE = new LeaseHolder.Free(Optional.of("edge-2"));
  protected static final Duration LENGTH = Timing.STANDARD.length();

  /** The store, as the agent of node edge-1 has it. */
  protected abstract LeaseStore store();

  /** Has somebody else delete a Lease. */
  protected abstract void delete(String name);

  @Test
  void ofTwoWritesByOneVersionOneIsDone() {
    LeaseVersion made = make();

    LeaseVersion mine = ((Written) put(made, SELF)).version();

    assertThat(mine.holder()).isEqualTo(SELF);
    assertThat(mine.length()).isEqualTo(LENGTH);
    assertThat(mine.uid()).isEqualTo(made.uid());
    assertThat(put(made, SELF)).isEqualTo(new LeaseReply.Conflict());
    assertThat(put(mine, SELF)).isInstanceOf(Written.class);
  }

  @Test
  void aWriteThatChangesNothingButTheTimeMakesAVersion() {
    LeaseVersion first = ((Written) put(make(), SELF)).version();
    LeaseVersion second = ((Written) put(first, SELF)).version();

    assertThat(second.resourceVersion()).isNotEqualTo(first.resourceVersion());
    assertThat(second.renewTime()).isNotEqualTo(first.renewTime());
  }

  @Test
  void aWriteToAnObjectThatIsGoneIsNotDoneToTheNextOfItsName() {
    LeaseVersion old = make();
    delete(NAME);
    assertThat(put(old, SELF)).isEqualTo(new LeaseReply.Conflict());
    assertThat(read()).isEqualTo(new LeaseReply.Found(Optional.empty()));
    LeaseVersion next = make();

    LeaseVersion mixed =
        new LeaseVersion(
            old.uid(), next.resourceVersion(), next.holder(), LENGTH, 0, next.renewTime());

    assertThat(put(mixed, SELF)).isEqualTo(new LeaseReply.Conflict());
    assertThat(read()).isEqualTo(new LeaseReply.Found(Optional.of(next)));
  }

  @Test
  void whoCreatesItDoesNotHaveIt() {
    LeaseVersion made = make();

    assertThat(made.holder()).isEqualTo(new LeaseHolder.Unknown());
    assertThat(made.length()).isEqualTo(Timing.LONGEST);
    assertThat(create()).isEqualTo(new LeaseReply.Conflict());
  }

  @Test
  void whatIsGivenBackIsMeantForOne() {
    LeaseVersion mine = ((Written) put(make(), SELF)).version();

    LeaseVersion free = ((Written) put(mine, FREE)).version();

    assertThat(free.holder()).isEqualTo(FREE);
    assertThat(read()).isEqualTo(new LeaseReply.Found(Optional.of(free)));
    assertThat(((Written) put(free, SELF)).version().holder()).isEqualTo(SELF);
  }

  @Test
  void versionsAreSeenInTheirOrder() {
    List<Optional<LeaseVersion>> seen = new CopyOnWriteArrayList<>();
    store()
        .watch(
            (name, version) -> {
              if (name.equals(NAME)) {
                seen.add(version);
              }
            });

    LeaseVersion mine = ((Written) put(make(), SELF)).version();
    await().until(() -> !seen.isEmpty() && seen.getLast().equals(Optional.of(mine)));
    delete(NAME);

    await().until(() -> seen.getLast().isEmpty());
  }

  protected LeaseVersion make() {
    return ((Written) create()).version();
  }

  protected LeaseVersion current() {
    return ((LeaseReply.Found) read()).version().orElseThrow();
  }

  protected LeaseReply create() {
    return answer(taker -> store().create(NAME, new LeaseAct.Create(1, Timing.LONGEST), taker));
  }

  protected LeaseReply read() {
    return answer(taker -> store().read(NAME, taker));
  }

  protected LeaseReply put(LeaseVersion on, LeaseHolder holder) {
    LeaseAct.Put put = new LeaseAct.Put(1, on, holder, LENGTH, on.transitions() + 1);
    return answer(taker -> store().put(NAME, put, taker));
  }

  private static LeaseReply answer(Consumer<Consumer<LeaseReply>> asking) {
    CompletableFuture<LeaseReply> answer = new CompletableFuture<>();
    asking.accept(answer::complete);
    return answer.orTimeout(20, TimeUnit.SECONDS).join();
  }
}
