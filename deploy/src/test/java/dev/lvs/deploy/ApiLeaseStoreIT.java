package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.failover.ApiLeaseStore;
import dev.lvs.agent.failover.LeaseStore;
import dev.lvs.agent.lease.LeaseReply;
import dev.lvs.agent.lease.LeaseVersion;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.lab.failover.LeaseStoreContract;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Leases at a real API server, with the rights of an agent. */
@ExtendWith(ApiServerExtension.class)
class ApiLeaseStoreIT extends LeaseStoreContract {
  private final Cluster cluster;
  private final ApiLeaseStore store;

  ApiLeaseStoreIT(Cluster cluster) {
    this.cluster = cluster;
    cluster.node("edge-1", "192.0.2.241", Map.of());
    this.store =
        new ApiLeaseStore(Installation.of(cluster).agent("edge-1"), Installation.NAMESPACE);
    delete(NAME);
  }

  @Override
  protected LeaseStore store() {
    return store;
  }

  @Override
  protected final void delete(String name) {
    cluster.client().leases().inNamespace(Installation.NAMESPACE).withName(name).delete();
  }

  @AfterEach
  void close() {
    store.close();
    cluster.clear();
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
}
