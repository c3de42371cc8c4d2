package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.source.ApiServerSource;
import dev.lvs.agent.source.AwaitedPlans;
import dev.lvs.agent.source.PlanNews;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanPart;
import dev.lvs.api.v1alpha1.NodePlanPartSpec;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.parts.PartTree;
import dev.lvs.parts.StoredPlan;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/**
 * A plan that is too large for one object of the API server: 30,000 destinations, from operator to
 * agent.
 */
class LargePlanIT extends OperatorTest {
  private static final int VIPS = 15;
  private static final int PORTS = 20;

  /** Services that share the ports, since one may have 16,384 destinations at most. */
  private static final List<String> LARGE = List.of("many", "more");

  /** Real servers with which a plan is too large for the API server, or just large. */
  private static final int MANY = 100;

  private static final int SOME = 20;

  /** While an agent is silent; once there were as many parts of 200 KB then, and more. */
  private static final int CHANGES = 65;

  LargePlanIT(Cluster cluster) {
    super(cluster);
  }

  @Test
  void isWrittenInPartsAndReadWhole() throws Exception {
    serve(MANY);

    NodePlanSpec primary = plan().getSpec();
    assertThat(primary.parts()).hasSizeBetween(2, 60);
    assertThat(primary.director().holdsNothing()).isTrue();
    assertThat(named()).hasSizeBetween(100, 800);
    assertThat(names()).isEqualTo(named());
    assertThat(cluster.kubectl().expect("get", "nodeplans", "--no-headers").lines()).hasSize(1);
    assertThat(cluster.kubectl().expect("get", "lvs", "--no-headers", "-A"))
        .doesNotContain("nodeplanpart");
    assertThat(cluster.kubectl().expect("get", "nodeplanparts").lines().toList())
        .first()
        .asString()
        .matches("NAME +NODE +AGE");
    try (AwaitedPlans agent =
        new AwaitedPlans(new ApiServerSource(cluster.plane().newClient(), "edge-1"))) {
      NodePlanSpec read = spec(agent.await(Duration.ofSeconds(30)).orElseThrow());
      assertThat(destinations(read)).isEqualTo(VIPS * PORTS * MANY + 2);
      assertThat(StoredPlan.split(read).primary()).isEqualTo(primary);
      assertThatThrownBy(() -> writeInOneObject(read)).hasMessageContaining("too large");

      weigh("web-1", 7);

      NodePlanSpec next = spec(agent.await(Duration.ofSeconds(30)).orElseThrow());
      assertThat(weightsOfWeb(next)).containsExactly(7, 1);
      assertThat(destinations(next)).isEqualTo(VIPS * PORTS * MANY + 2);
    }
  }

  @Test
  void anotherWeightIsOneOtherPartAndTheFormerGoesWhenTheAgentNeedsItNoMore() {
    serve(SOME);
    Set<String> before = names();
    long generation = generation();
    nodes.silence("edge-1");

    weigh("web-1", 7);

    soon().until(() -> generation() > generation && names().size() > before.size());
    Set<String> both = names();
    assertThat(both).containsAll(before).hasSize(before.size() + depth());
    soon()
        .untilAsserted(() -> assertThat(condition("web")).isEqualTo("Programmed=Unknown Updating"));
    assertThat(condition("many")).as("not changed").isEqualTo("Programmed=True Programmed");
    nodes.wake("edge-1");
    soon().until(() -> names().size() == before.size());
    Set<String> after = names();
    assertThat(after).isEqualTo(named());
    Set<String> former = new HashSet<>(before);
    former.removeAll(after);
    assertThat(former).hasSize(depth());
    soon()
        .untilAsserted(() -> assertThat(condition("web")).isEqualTo("Programmed=True Programmed"));
  }

  @Row("parts-bounded")
  @Test
  void partsDoNotPileUpWhileTheAgentIsSilent() {
    serve(SOME);
    Set<String> before = names();
    nodes.silence("edge-1");

    for (int change = 1; change <= CHANGES; change++) {
      long generation = generation();
      weigh("web-1", 1 + change);
      soon().pollInterval(Duration.ofMillis(20)).until(() -> generation() > generation);
      // in each plan the part with the weight and those that name it are others: there are those
      // in force, those before, and those about to be deleted
      assertThat(names()).hasSizeLessThanOrEqualTo(before.size() + 2 * depth());
    }

    soon().until(() -> names().size() <= before.size() + depth());
    assertThat(names()).containsAll(named());
    nodes.wake("edge-1");
    soon().until(() -> names().equals(named()));
  }

  @Test
  void aPartThatSomebodyDeletesOrReplacesIsPutBackAndNoneCanBeEdited() {
    serve(SOME);
    String name =
        named().stream()
            .filter(it -> part(it).orElseThrow().parts().isEmpty())
            .findFirst()
            .orElseThrow();
    Resource<NodePlanPart> part = client.resources(NodePlanPart.class).withName(name);
    NodePlanPart written = part.require();
    long generation = generation();

    part.delete();
    soon().untilAsserted(() -> assertThat(content(part)).contains(written.getSpec()));

    assertThatThrownBy(
            () ->
                part.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"director\":null}}"))
        .hasMessageContaining("a NodePlanPart is never changed");

    // the rule is not too dear for what is around the spec
    names().forEach(this::annotate);

    replace(part);
    soon().untilAsserted(() -> assertThat(content(part)).contains(written.getSpec()));
    assertThat(generation()).isEqualTo(generation);
  }

  @Test
  void aSecondStartWritesNothingAndTheEndOfTheServicesTakesAllPartsAway() {
    serve(SOME);
    operator.close();
    Map<String, String> before = versions();

    try (RunningOperator _ = RunningOperator.start(cluster.plane().newClient())) {
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(versions()).isEqualTo(before));

      LARGE.forEach(large -> service(large).delete());
      soon().until(() -> LARGE.stream().allMatch(large -> service(large).get() == null));
      soon().until(() -> names().isEmpty());
      assertThat(destinations(plan().getSpec())).isEqualTo(2);
      soon()
          .untilAsserted(
              () -> assertThat(condition("web")).isEqualTo("Programmed=True Programmed"));
    }
  }

  /** A small service, and two that have each of these real servers 150 times. */
  private void serve(int servers) {
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(
        client, namespace, TestManifests.ADMIN.replace("192.0.2.0/28", "203.0.113.0/24"));
    TestManifests.apply(client, namespace, TestManifests.SERVERS);
    TestManifests.apply(client, namespace, realServers(servers));
    TestManifests.apply(client, namespace, TestManifests.service("web", "203.0.113.1"));
    for (int n = 0; n < LARGE.size(); n++) {
      TestManifests.apply(
          client,
          namespace,
          TestManifests.service(
              LARGE.get(n),
              "203.0.113.100",
              "addresses: %s, ports: %s, realServers: {selector: {matchLabels: {app: many}}}"
                  .formatted(vips(), ports(n))));
    }
    for (String large : LARGE) {
      soon()
          .untilAsserted(
              () -> assertThat(condition(large)).isEqualTo("Programmed=True Programmed"));
    }
    soon()
        .untilAsserted(() -> assertThat(condition("web")).isEqualTo("Programmed=True Programmed"));
    // parts of plans on the way to this one are gone
    soon().until(() -> names().equals(named()));
  }

  private void annotate(String part) {
    client
        .resources(NodePlanPart.class)
        .withName(part)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"read-by\":\"somebody\"}}}");
  }

  private void writeInOneObject(NodePlanSpec whole) {
    NodePlan plan = new NodePlan();
    plan.setMetadata(new ObjectMetaBuilder().withName("edge-2").build());
    plan.setSpec(whole);
    client.resource(plan).create();
  }

  /** Puts another object in its place, quicker than the operator puts the part back. */
  private void replace(Resource<NodePlanPart> part) {
    NodePlanPart other = new NodePlanPart();
    other.setMetadata(
        new ObjectMetaBuilder().withName(part.require().getMetadata().getName()).build());
    other.setSpec(new NodePlanPartSpec("edge-1", DirectorPlan.EMPTY, RealServerPlan.EMPTY));
    await()
        .ignoreExceptionsMatching(
            taken ->
                taken instanceof KubernetesClientException answer
                    && answer.getCode() == HttpURLConnection.HTTP_CONFLICT)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              part.delete();
              return client.resource(other).create().getSpec().director().holdsNothing();
            });
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(1));
  }

  private static String vips() {
    return IntStream.range(0, VIPS)
        .mapToObj(n -> "203.0.113." + (100 + n))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String ports(int service) {
    int each = PORTS / LARGE.size();
    return IntStream.range(service * each, (service + 1) * each)
        .mapToObj(n -> "{port: %d, name: p%d}".formatted(8000 + n, n))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String realServers(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            n ->
                """
                apiVersion: lvs.dev/v1alpha1
                kind: RealServer
                metadata: {name: many-%d, labels: {app: many}}
                spec: {address: 198.51.100.%d}
                """
                    .formatted(n, 100 + n))
        .collect(Collectors.joining("---\n"));
  }

  private void weigh(String server, int weight) {
    client
        .resources(RealServer.class)
        .inNamespace(namespace)
        .withName(server)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"weight\":%d}}".formatted(weight));
  }

  private static NodePlanSpec spec(PlanNews news) {
    assertThat(news).isInstanceOf(PlanNews.Plan.class);
    return ((PlanNews.Plan) news).spec();
  }

  private static int destinations(NodePlanSpec plan) {
    return plan.director().services().stream()
        .mapToInt(service -> service.destinations().size())
        .sum();
  }

  private static List<Integer> weightsOfWeb(NodePlanSpec plan) {
    return plan.director().services().stream()
        .filter(service -> service.source().name().equals("web"))
        .flatMap(service -> service.destinations().stream())
        .map(destination -> destination.weight())
        .toList();
  }

  private static Optional<NodePlanPartSpec> content(Resource<NodePlanPart> part) {
    return Optional.ofNullable(part.get()).map(NodePlanPart::getSpec);
  }

  private long generation() {
    return plan().getMetadata().getGeneration();
  }

  private NodePlan plan() {
    return client.resources(NodePlan.class).withName("edge-1").require();
  }

  /** Those to which the plan in force leads. */
  private Set<String> named() {
    return new TreeSet<>(PartTree.of(plan().getSpec(), this::part).names());
  }

  /** Returns how many parts lead to one with content, that one included. */
  private int depth() {
    int depth = 0;
    List<String> names = plan().getSpec().parts();
    while (!names.isEmpty()) {
      depth++;
      names = part(names.getFirst()).map(NodePlanPartSpec::parts).orElse(List.of());
    }
    return depth;
  }

  private Optional<NodePlanPartSpec> part(String name) {
    return Optional.ofNullable(client.resources(NodePlanPart.class).withName(name).get())
        .map(NodePlanPart::getSpec);
  }

  private Set<String> names() {
    return new TreeSet<>(versionsOfParts().keySet());
  }

  private Map<String, String> versionsOfParts() {
    return client.resources(NodePlanPart.class).list().getItems().stream()
        .collect(
            Collectors.toMap(
                part -> part.getMetadata().getName(),
                part -> part.getMetadata().getResourceVersion()));
  }

  /** Of all that a plan is stored in. */
  private Map<String, String> versions() {
    Map<String, String> versions = versionsOfParts();
    versions.put("edge-1", plan().getMetadata().getResourceVersion());
    return versions;
  }

  private String condition(String service) {
    return Seen.condition(service(service), VirtualServiceStatus::conditions, "Programmed");
  }

  private Resource<VirtualService> service(String name) {
    return client.resources(VirtualService.class).inNamespace(namespace).withName(name);
  }
}
