package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.source.ApiServerSource;
import dev.lvs.agent.source.AwaitedPlans;
import dev.lvs.agent.source.PlanNews;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServerExtension.class)
class ApiServerAddressIT {
  private final Cluster cluster;

  ApiServerAddressIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @AfterEach
  void clear() {
    cluster.clear();
  }

  @Test
  @Row("vip-is-api-server")
  void theAgentKnowsWhereItsPlanIsFromBeforeItHasIt() throws InterruptedException {
    NodePlan plan = new NodePlan();
    plan.setMetadata(new ObjectMetaBuilder().withName("edge-1").build());
    plan.setSpec(NodePlanSpec.empty("edge-1"));
    cluster.client().resource(plan).create();

    try (AwaitedPlans agent =
        new AwaitedPlans(new ApiServerSource(cluster.plane().newClient(), "edge-1"))) {
      assertThat(agent.await(Duration.ofSeconds(60))).containsInstanceOf(PlanNews.Plan.class);

      assertThat(agent.servers()).contains(IpAddress.parse("127.0.0.1"));
    }
  }
}
