package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.source.ApiServerSource;
import dev.lvs.agent.source.AwaitedPlans;
import dev.lvs.agent.source.PlanNews;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanPart;
import dev.lvs.api.v1alpha1.NodePlanPartSpec;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.net.IpAddress;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Behaviour of the agent with plans whose parts it cannot get now. */
@ExtendWith(ApiServerExtension.class)
class MissingPartIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final DirectorPlan DIRECTOR =
      new DirectorPlan(
          List.of(),
          List.of(new PlannedVip(IpAddress.parse("192.0.2.1"), null, List.of())),
          List.of(),
          List.of());
  private static final RealServerPlan REAL_SERVER =
      new RealServerPlan(
          List.of(
              new HiddenVip(
                  IpAddress.parse("192.0.2.2"),
                  ForwardingMode.DR,
                  IpAddress.parse("198.51.100.21"),
                  null,
                  List.of())));
  private static final NodePlanSpec WHOLE = new NodePlanSpec("edge-1", DIRECTOR, REAL_SERVER);

  private final Cluster cluster;
  private final KubernetesClient client;

  MissingPartIT(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
  }

  @AfterEach
  void clear() {
    cluster.clear();
  }

  @Test
  void saysWhichIsMissingAndGoesOnWhenItIsThere() throws Exception {
    write("part-1", DIRECTOR, RealServerPlan.EMPTY);
    write("part-1", "part-2");

    try (AwaitedPlans agent =
        new AwaitedPlans(new ApiServerSource(cluster.plane().newClient(), "edge-1"))) {
      assertThat(agent.await(PATIENCE))
          .containsInstanceOf(PlanNews.Unreadable.class)
          .get()
          .extracting("message")
          .asString()
          .startsWith("NodePlan edge-1 is not whole: NodePlanPart part-2 is missing")
          .contains("lvs-operator");
      assertThat(agent.await(Duration.ofSeconds(2))).as("said once").isEmpty();

      write("part-2", DirectorPlan.EMPTY, REAL_SERVER);

      assertThat(agent.await(PATIENCE)).contains(new PlanNews.Plan(1, WHOLE, List.of()));
    }
  }

  @Test
  void isNotHeldUpByAPlanThatIsNotWhole() throws Exception {
    write("part-1", "part-2");

    try (AwaitedPlans agent =
        new AwaitedPlans(new ApiServerSource(cluster.plane().newClient(), "edge-1"))) {
      assertThat(agent.await(PATIENCE)).containsInstanceOf(PlanNews.Unreadable.class);

      write();

      assertThat(agent.await(PATIENCE))
          .contains(new PlanNews.Plan(2, NodePlanSpec.empty("edge-1"), List.of()));
    }
  }

  @Test
  void goesOnAfterTheApiServerWasAwayInBetween() throws Exception {
    write("part-1", DIRECTOR, RealServerPlan.EMPTY);
    write("part-1", "part-2");

    try (ApiLink link = ApiLink.to(cluster.plane());
        AwaitedPlans agent =
            new AwaitedPlans(new ApiServerSource(link.client(cluster.plane()), "edge-1"))) {
      assertThat(agent.await(PATIENCE)).containsInstanceOf(PlanNews.Unreadable.class);

      link.cut();
      write("part-2", DirectorPlan.EMPTY, REAL_SERVER);
      assertThat(planIn(agent, Duration.ofSeconds(3))).isEmpty();
      link.mend();

      assertThat(planIn(agent, PATIENCE)).contains(new PlanNews.Plan(1, WHOLE, List.of()));
    }
  }

  @Test
  void readsNoPartAgainThatTheNextPlanNamesToo() throws Exception {
    write("part-1", DIRECTOR, RealServerPlan.EMPTY);
    write("part-1");

    try (AwaitedPlans agent =
        new AwaitedPlans(new ApiServerSource(cluster.plane().newClient(), "edge-1"))) {
      assertThat(agent.await(PATIENCE)).containsInstanceOf(PlanNews.Plan.class);

      client.resources(NodePlanPart.class).withName("part-1").delete();
      write("part-2", DirectorPlan.EMPTY, REAL_SERVER);
      write("part-1", "part-2");

      assertThat(agent.await(PATIENCE)).contains(new PlanNews.Plan(2, WHOLE, List.of()));
    }
  }

  /** The next plan that comes; what cannot be read in the meantime is passed over. */
  private static Optional<PlanNews> planIn(AwaitedPlans agent, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Optional<PlanNews> news = agent.await(patience);
    while (news.isPresent() && news.get() instanceof PlanNews.Unreadable) {
      news = agent.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
    return news;
  }

  private void write(String... parts) {
    NodePlan plan = new NodePlan();
    plan.setMetadata(new ObjectMetaBuilder().withName("edge-1").build());
    plan.setSpec(
        new NodePlanSpec("edge-1", DirectorPlan.EMPTY, RealServerPlan.EMPTY, List.of(parts)));
    client.resource(plan).fieldManager("lvs-operator").forceConflicts().serverSideApply();
  }

  private void write(String name, DirectorPlan director, RealServerPlan realServer) {
    NodePlanPart part = new NodePlanPart();
    part.setMetadata(new ObjectMetaBuilder().withName(name).build());
    part.setSpec(new NodePlanPartSpec("edge-1", director, realServer));
    client.resource(part).create();
  }
}
