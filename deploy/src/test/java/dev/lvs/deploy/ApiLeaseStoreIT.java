package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.failover.ApiLeaseStore;
import dev.lvs.agent.lease.LeaseAct;
import dev.lvs.agent.lease.LeaseHolder;
import dev.lvs.agent.lease.LeaseReply;
import dev.lvs.agent.lease.LeaseReply.Written;
import dev.lvs.agent.lease.LeaseVersion;
import dev.lvs.agent.lease.Timing;
import dev.lvs.lab.apiserver.ApiServer;
import dev.lvs.lab.apiserver.Cluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the lease engine takes for granted of an API server, with the rights of an agent. */
@ExtendWith(ApiServer.class)
class ApiLeaseStoreIT {
  private static final String NAME = "lvs-edge-0";
  private static final LeaseHolder SELF = new LeaseHolder.Director("edge-1", "0000b007");
  private static final LeaseHolder OTHER = new LeaseHolder.Director("edge-2", "0000b007");
  private static final LeaseHolder FREE = new LeaseHolder.Free(Optional.of("edge-2"));
  private static final Duration LENGTH = Timing.STANDARD.length();

  private final Cluster cluster;
  private final KubernetesClient client;
  private final ApiLeaseStore store;

  ApiLeaseStoreIT(Cluster cluster) {
    this.cluster = cluster;
    cluster.node("edge-1", "192.0.2.241", Map.of());
    this.client = Installation.of(cluster).agent("edge-1");
    this.store = new ApiLeaseStore(client, Installation.NAMESPACE);
    cluster.client().leases().inNamespace(Installation.NAMESPACE).withName(NAME).delete();
  }

  @AfterEach
  void close() {
    store.close();
    cluster.clear();
  }

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
    cluster.client().leases().inNamespace(Installation.NAMESPACE).withName(NAME).delete();
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
  void nobodyHoldsItForAnotherNodeNorGivesBackWhatAnotherHas() {
    LeaseVersion made = make();
    // the policy takes a moment to be in force after it was made
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(put(current(), OTHER)).isEqualTo(new LeaseReply.Lost()));

    assertThat(put(current(), FREE)).isEqualTo(new LeaseReply.Lost());
    assertThat(current().uid()).isEqualTo(made.uid());
  }

  @Test
  void versionsAreSeenInTheirOrder() {
    List<Optional<LeaseVersion>> seen = new CopyOnWriteArrayList<>();
    store.watch(
        (name, version) -> {
          if (name.equals(NAME)) {
            seen.add(version);
          }
        });

    LeaseVersion mine = ((Written) put(make(), SELF)).version();
    await().until(() -> !seen.isEmpty() && seen.getLast().equals(Optional.of(mine)));
    cluster.client().leases().inNamespace(Installation.NAMESPACE).withName(NAME).delete();

    await().until(() -> seen.getLast().isEmpty());
  }

  private LeaseVersion make() {
    return ((Written) create()).version();
  }

  private LeaseVersion current() {
    return ((LeaseReply.Found) read()).version().orElseThrow();
  }

  private LeaseReply create() {
    return answer(taker -> store.create(NAME, new LeaseAct.Create(1, Timing.LONGEST), taker));
  }

  private LeaseReply read() {
    return answer(taker -> store.read(NAME, taker));
  }

  private LeaseReply put(LeaseVersion on, LeaseHolder holder) {
    LeaseAct.Put put = new LeaseAct.Put(1, on, holder, LENGTH, on.transitions() + 1);
    return answer(taker -> store.put(NAME, put, taker));
  }

  private static LeaseReply answer(Consumer<Consumer<LeaseReply>> asking) {
    CompletableFuture<LeaseReply> answer = new CompletableFuture<>();
    asking.accept(answer::complete);
    return answer.orTimeout(20, TimeUnit.SECONDS).join();
  }
}
