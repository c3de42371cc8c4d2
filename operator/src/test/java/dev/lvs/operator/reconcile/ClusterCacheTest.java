package dev.lvs.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.VirtualService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Resources of the watches that are compiled, and written plans that are as wanted, or carried out.
 */
class ClusterCacheTest {
  private final ClusterCache cache = new ClusterCache();

  ClusterCacheTest() {
    cache.holds(VirtualService.class, new HeldResources<>());
    cache.holds(DirectorGroup.class, new HeldResources<>());
    cache.holds(AddressPool.class, new HeldResources<>());
    cache.holds(Node.class, new HeldResources<>());
    cache.holds(Namespace.class, new HeldResources<>());
  }

  @Test
  void compilesEverythingButWhatIsBeingDeleted() {
    cache.holds(
        RealServer.class,
        new HeldResources<RealServer>().with(server("web-1", null)).with(server("web-2", "now")));

    Input input = cache.input();

    assertThat(input.realServers())
        .extracting(it -> it.getMetadata().getName())
        .containsExactly("web-1");
    assertThat(cache.all(RealServer.class)).hasSize(2);
  }

  @Test
  void findsWhatHasNoNamespaceByName() {
    NodePlan plan = plan("edge-1");
    cache.holds(NodePlan.class, new HeldResources<NodePlan>().with(plan));

    assertThat(cache.get(NodePlan.class, "edge-1")).containsSame(plan);
    assertThat(cache.get(NodePlan.class, "edge-2")).isEmpty();
  }

  @Test
  void aKindThatNobodyWatchesIsABug() {
    assertThatThrownBy(() -> cache.all(NodePlan.class))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("NodePlan");
  }

  @Test
  void aPlanIsAsWantedWhereSpecAndOwnerAre() {
    Node node = node("edge-1", "uid-1");
    NodePlan plan = plan("edge-1");
    plan.getMetadata().setOwnerReferences(List.of(NodePlans.owner(node)));

    assertThat(NodePlans.matches(plan, node, NodePlans.nothing(node))).isTrue();
    assertThat(NodePlans.matches(plan, node, NodePlanSpec.empty("edge-2"))).isFalse();
    assertThat(NodePlans.matches(plan, node("edge-1", "uid-2"), NodePlans.nothing(node)))
        .as("a Node that was made anew")
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "   , clean, false, false",
    "  2, clean, false, false",
    "  3, clean, true,  true",
    "  3, none,  true,  false",
    "  3, short, true,  false",
    "  3, cut,   true,  false"
  })
  void aPlanIsCarriedOutWhereTheNodeSaysSoOfThisGeneration(
      @Nullable Long generation, String report, boolean observed, boolean carriedOut) {
    NodePlan plan = plan("edge-1");
    plan.setStatus(
        NodePlanStatus.reporting(generation, "1", PlanReport.CLEAN).with(report(report)));

    assertThat(NodePlans.observed(plan)).isEqualTo(observed);
    assertThat(NodePlans.carriedOut(plan)).isEqualTo(carriedOut);
    assertThat(NodePlans.observed(plan("edge-1"))).isFalse();
  }

  private static @Nullable PlanReport report(String word) {
    return switch (word) {
      case "clean" -> PlanReport.CLEAN;
      case "short" ->
          PlanReport.of(
              List.of(
                  new ResourceReport(
                      ResourceName.parse("VirtualService shop/web"),
                      1L,
                      null,
                      ResourceState.NOT_PROGRAMMED,
                      "NotOurs",
                      null,
                      null,
                      "Why.")));
      case "cut" -> PlanReport.truncated(List.of(), 2);
      default -> null;
    };
  }

  private static RealServer server(String name, @Nullable String deleted) {
    return named(new RealServer(), name, deleted);
  }

  private static NodePlan plan(String name) {
    NodePlan plan = named(new NodePlan(), name, null);
    plan.getMetadata().setNamespace(null);
    plan.getMetadata().setGeneration(3L);
    plan.setSpec(NodePlanSpec.empty(name));
    return plan;
  }

  private static Node node(String name, String uid) {
    return new NodeBuilder().withNewMetadata().withName(name).withUid(uid).endMetadata().build();
  }

  private static <T extends HasMetadata> T named(
      T resource, String name, @Nullable String deleted) {
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace("shop")
            .withDeletionTimestamp(deleted)
            .build());
    return resource;
  }
}
