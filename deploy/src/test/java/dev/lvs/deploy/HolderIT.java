package dev.lvs.deploy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.AnsweringStation;
import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.DirectorGroupStatus;
import dev.lvs.api.v1alpha1.GroupStanding;
import dev.lvs.api.v1alpha1.LeaseReport;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.VipHolder;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.net.IpAddress;
import dev.lvs.operator.status.EntrySamples;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The director that has a group's VIPs by its Lease, as {@code kubectl get dg} and Events say. */
class HolderIT extends OperatorTest {
  private static final String NAMESPACE = "lvs-system";
  private static final String LEASE = "lvs-held-0";
  private static final String[] CALM = {"Accepted", "Programmed", "Ready", "Held"};
  private static final String GROUP =
      """
      ---
      apiVersion: lvs.dev/v1alpha1
      kind: DirectorGroup
      metadata: {name: held}
      spec:
        nodeSelector: {matchLabels: {lvs.dev/director: "true"}}
        vipInterface: eth1
        announcement: {mode: lease, apiOutage: %s}
      """;

  private int renewals;
  private List<String> last = List.of();

  HolderIT(Cluster cluster) {
    super(cluster);
  }

  @BeforeEach
  void aGroupWithALease() {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    cluster.node("edge-2", "192.0.2.242", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(
        client,
        namespace,
        TestManifests.ADMIN
            + GROUP.formatted("Hold")
            + "---\n"
            + TestManifests.SERVERS
            + "---\n"
            + TestManifests.service("web", "192.0.2.1", "directorGroup: held")
            + "---\n"
            + TestManifests.service("each", "192.0.2.2"));
  }

  @AfterEach
  void removeTheLease() {
    lease().delete();
    client.resources(DirectorGroup.class).withName("held").delete();
  }

  @Test
  void saysWhoHasTheVipsAndWhenTheyMoved() {
    soon().untilAsserted(() -> assertThat(condition("Held")).isEqualTo("Held=Unknown Pending"));

    write("edge-1/0a1b2c3d", 1);
    soon().untilAsserted(() -> assertThat(condition("Held")).isEqualTo("Held=True Held"));
    assertThat(cluster.kubectl().expect("get", "dg", "held"))
        .containsPattern("held +2 +lease +edge-1 ");
    soon().untilAsserted(() -> assertThat(condition("Ready")).isEqualTo("Ready=True Ready"));

    write("edge-2/0a1b2c3d", 2);
    soon()
        .untilAsserted(
            () ->
                assertThat(cluster.kubectl().expect("get", "dg", "held"))
                    .containsPattern("held +2 +lease +edge-2 "));
    soon()
        .untilAsserted(
            () ->
                assertThat(cluster.kubectl().expect("get", "events", "-A"))
                    .contains("edge-2 has the VIPs; edge-1 had them before."));

    write("free", 3);
    soon().untilAsserted(() -> assertThat(condition("Held")).isEqualTo("Held=False NobodyHolds"));
    assertThat(condition("Ready")).isEqualTo("Ready=False NobodyHolds");

    // as directors write a Lease that somebody deleted
    write("unknown", 3);
    soon().untilAsserted(() -> assertThat(condition("Held")).isEqualTo("Held=Unknown Pending"));
  }

  /** The service of another group shows that what is asked for is who holds this one. */
  @Test
  void aServiceIsReadyWhileADirectorHasItsVips() {
    soon().untilAsserted(() -> assertThat(ready("each")).isEqualTo("Ready=True Ready"));
    soon().untilAsserted(() -> assertThat(ready("web")).isEqualTo("Ready=Unknown Pending"));

    write("edge-1/0a1b2c3d", 1);
    soon().untilAsserted(() -> assertThat(ready("web")).isEqualTo("Ready=True Ready"));
    assertThat(wide("web")).containsPattern("edge-1,edge-2 +edge-1 +True");
    String since = holder("web").since();

    write("edge-2/0a1b2c3d", 2);
    soon().untilAsserted(() -> assertThat(holder("web").node()).isEqualTo("edge-2"));
    soon().untilAsserted(() -> assertThat(ready("web")).isEqualTo("Ready=True Ready"));
    assertThat(holder("web").since()).isGreaterThanOrEqualTo(since);

    write("free", 3);
    soon().untilAsserted(() -> assertThat(ready("web")).isEqualTo("Ready=False NobodyHolds"));
    assertThat(status("web").holder()).isNull();
    assertThat(ready("each")).isEqualTo("Ready=True Ready");
    assertThat(wide("each")).containsPattern("edge-1,edge-2 +True");
  }

  @Test
  void aServiceIsNotReadyWhereTheHolderCannotServeIt() {
    write("edge-1/0a1b2c3d", 1);
    soon().untilAsserted(() -> assertThat(ready("web")).isEqualTo("Ready=True Ready"));

    ResourceReport refused =
        EntrySamples.refused(
            "VirtualService " + namespace + "/web", "ipvsadm -A", "ENOENT", "No scheduler.");
    nodes.refuse("edge-2", refused);
    soon().untilAsserted(() -> assertThat(condition("web", "Programmed")).contains("=False"));
    assertThat(ready("web")).isEqualTo("Ready=True Ready");

    nodes.refuse("edge-1", refused);
    soon().untilAsserted(() -> assertThat(ready("web")).isEqualTo("Ready=False KernelRefused"));
    nodes.refuse("edge-1");
    soon().untilAsserted(() -> assertThat(ready("web")).isEqualTo("Ready=True Ready"));

    write("node-9/0a1b2c3d", 2);
    soon().untilAsserted(() -> assertThat(ready("web")).isEqualTo("Ready=False HolderCannotServe"));
  }

  @Test
  void aLeaseThatExpiresLeavesOpenWhoHasTheVipsUnlessTheyAreReleased() {
    write("edge-1/0a1b2c3d", 1);
    soon().untilAsserted(() -> assertThat(ready("web")).isEqualTo("Ready=True Ready"));

    soon().untilAsserted(() -> assertThat(ready("web")).isEqualTo("Ready=Unknown HolderSilent"));
    assertThat(holder("web").node()).isEqualTo("edge-1");

    TestManifests.apply(client, namespace, GROUP.formatted("Release"));
    soon().untilAsserted(() -> assertThat(ready("web")).isEqualTo("Ready=False LeaseExpired"));
    assertThat(status("web").holder()).isNull();
  }

  @Test
  void anAddressConflictIsToldWhileItLasts() {
    nodes.say("edge-2", said(GroupStanding.WAITING, "02:00:00:00:00:02"));
    nodes.say("edge-1", said(GroupStanding.HOLDER, "02:00:00:00:00:01"));
    whileRenewed(() -> assertThat(types()).containsExactly(CALM));
    whileRenewed(() -> assertThat(ready("web")).isEqualTo("Ready=True Ready"));
    whileRenewed(() -> assertThat(ready("each")).isEqualTo("Ready=True Ready"));

    nodes.say(
        "edge-1",
        said(
            GroupStanding.HOLDER,
            "02:00:00:00:00:01",
            new AnsweringStation(IpAddress.parse("192.0.2.1"), "02:00:00:00:00:09")));
    whileRenewed(
        () ->
            assertThat(condition("AddressConflict"))
                .isEqualTo("AddressConflict=True AnotherAnswers"));
    whileRenewed(() -> assertThat(ready("web")).isEqualTo("Ready=False AddressConflict"));
    assertThat(ready("each")).isEqualTo("Ready=True Ready");
    whileRenewed(
        () ->
            assertThat(cluster.kubectl().expect("get", "events", "-A"))
                .contains("Station 02:00:00:00:00:09 answers for 192.0.2.1, which edge-1 has"));

    nodes.say("edge-1", said(GroupStanding.HOLDER, "02:00:00:00:00:01"));
    whileRenewed(() -> assertThat(ready("web")).isEqualTo("Ready=True Ready"));
    whileRenewed(() -> assertThat(types()).containsExactly(CALM));
  }

  @Test
  void aHolderWithoutTheApiServerIsNamedByWhoHearsIt() {
    write("edge-1/0a1b2c3d", 1);
    nodes.say("edge-1", said(GroupStanding.ASKING, "02:00:00:00:00:01"));
    nodes.say("edge-2", said(GroupStanding.WAITING, "02:00:00:00:00:02"));
    soon()
        .untilAsserted(
            () ->
                assertThat(condition("HeldWithoutApi"))
                    .isEqualTo("HeldWithoutApi=Unknown HolderSilent"));

    nodes.silence("edge-1");
    nodes.say(
        "edge-2",
        said(
            GroupStanding.WAITING,
            "02:00:00:00:00:02",
            new AnsweringStation(IpAddress.parse("192.0.2.1"), "02:00:00:00:00:01")));
    soon()
        .untilAsserted(
            () ->
                assertThat(condition("HeldWithoutApi"))
                    .isEqualTo("HeldWithoutApi=True LeaseNotRenewed"));
    assertThat(condition("Held")).isEqualTo("Held=True Held");
    assertThat(group().stations()).isEmpty();
  }

  @Test
  void aLeaseThatIsRenewedHasNothingWritten() {
    write("edge-1/0a1b2c3d", 1);
    whileRenewed(
        () -> {
          assertThat(condition("Ready")).isEqualTo("Ready=True Ready");
          assertThat(ready("web")).isEqualTo("Ready=True Ready");
          assertThat(ready("each")).isEqualTo("Ready=True Ready");
        });
    await()
        .pollInterval(Duration.ofMillis(500))
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(60))
        .until(this::nothingIsWritten);
    List<String> written = versions();

    // longer than the Lease lasts without them, and than two looks of the operator
    await()
        .pollInterval(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              write("edge-1/0a1b2c3d", 1);
              return ++renewals >= 26;
            });

    assertThat(versions()).isEqualTo(written);

    String service = versionOf(service("web"));
    write("edge-2/0a1b2c3d", 2);
    soon().untilAsserted(() -> assertThat(versionOf(service("web"))).isNotEqualTo(service));
    assertThat(versions().subList(2, 4)).isEqualTo(written.subList(2, 4));
  }

  /** Renews the Lease, and returns whether all is as it was the last time. */
  private boolean nothingIsWritten() {
    write("edge-1/0a1b2c3d", 1);
    List<String> before = last;
    last = versions();
    return last.equals(before);
  }

  /** The versions of the group, of the service with its VIPs, of the other one and of a plan. */
  private List<String> versions() {
    return List.of(
        versionOf(client.resources(DirectorGroup.class).withName("held")),
        versionOf(service("web")),
        versionOf(service("each")),
        versionOf(client.resources(NodePlan.class).withName("edge-1")));
  }

  private void write(String holder, int transitions) {
    client
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName(LEASE)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(6)
                .withLeaseTransitions(transitions)
                .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                .endSpec()
                .build())
        .serverSideApply();
  }

  private Resource<Lease> lease() {
    return client.leases().inNamespace(NAMESPACE).withName(LEASE);
  }

  private String condition(String type) {
    return Seen.condition(
        client.resources(DirectorGroup.class).withName("held"),
        DirectorGroupStatus::conditions,
        type);
  }

  private DirectorGroupStatus group() {
    return requireNonNull(client.resources(DirectorGroup.class).withName("held").get().getStatus());
  }

  private void whileRenewed(ThrowingRunnable what) {
    soon()
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              write("edge-1/0a1b2c3d", 1);
              what.run();
            });
  }

  private List<String> types() {
    return group().conditions().stream().map(Condition::getType).toList();
  }

  private static LeaseReport said(GroupStanding standing, String mac, AnsweringStation... others) {
    return new LeaseReport(
        LEASE, standing, "2026-01-01T00:00:00Z", null, List.of(mac), List.of(others));
  }

  private Resource<VirtualService> service(String name) {
    return client.resources(VirtualService.class).inNamespace(namespace).withName(name);
  }

  private VirtualServiceStatus status(String name) {
    return requireNonNull(service(name).get().getStatus());
  }

  private VipHolder holder(String name) {
    return requireNonNull(status(name).holder());
  }

  private String ready(String name) {
    return condition(name, "Ready");
  }

  private String condition(String name, String type) {
    return Seen.condition(service(name), VirtualServiceStatus::conditions, type);
  }

  private String wide(String name) {
    return cluster.kubectl().expect("get", "ipvs", name, "--namespace=" + namespace, "-o", "wide");
  }

  private static String versionOf(Resource<?> resource) {
    return ((HasMetadata) resource.get()).getMetadata().getResourceVersion();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60));
  }
}
