package dev.lvs.deploy.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.DirectorState;
import dev.lvs.api.v1alpha1.RealServerCounts;
import dev.lvs.api.v1alpha1.ServicePort;
import dev.lvs.api.v1alpha1.VipHolder;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.api.v1alpha1.VirtualServiceSummary;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Columns that {@code kubectl get} shows of each kind. */
@ExtendWith(ApiServerExtension.class)
class ColumnsIT {

  private final Cluster cluster;
  private final String namespace;

  ColumnsIT(Cluster cluster) {
    this.cluster = cluster;
    this.namespace = cluster.namespace();
  }

  @Test
  void ofAVirtualService() {
    create(
        """
        apiVersion: lvs.dev/v1alpha1
        kind: VirtualService
        metadata: {name: web}
        spec:
          addresses: [192.0.2.10, "2001:db8::10"]
          ports: [{port: 80}, {port: 10000, endPort: 10999, protocol: UDP}]
          scheduler: wrr
          forwarding: {method: NAT}
          realServers: {selector: {matchLabels: {app: web}}}
        """);

    var resource =
        cluster.client().resources(VirtualService.class).inNamespace(namespace).withName("web");
    resource.editStatus(
        service -> {
          service.setStatus(status(service.getSpec().ports()));
          return service;
        });

    assertThat(get("ipvs"))
        .containsExactly(
            "NAME ADDRESS PORTS METHOD SCHEDULER SERVERS DIRECTORS READY AGE",
            "web 192.0.2.10,2001:db8::10 80,10000-10999/UDP NAT wrr 2/3 edge-1,edge-2 True");
  }

  @Test
  void ofARealServer() {
    create(
        """
        apiVersion: lvs.dev/v1alpha1
        kind: RealServer
        metadata: {name: web-1}
        spec: {address: 192.0.2.21, weight: 3}
        """);

    report(
        "ipvsrs/web-1",
        """
        {"addresses": ["192.0.2.21"], "state": "InUse", "serviceCount": 2, "conditions": [%s]}
        """
            .formatted(condition("Ready")));

    assertThat(get("ipvsrs"))
        .containsExactly(
            "NAME ADDRESS WEIGHT STATE SERVICES READY", "web-1 192.0.2.21 3 InUse 2 True");
  }

  @Test
  void ofANodePlan() {
    create(
        """
        apiVersion: lvs.dev/v1alpha1
        kind: NodePlan
        metadata: {name: edge-1}
        spec: {nodeName: edge-1}
        """);

    report(
        "nodeplans/edge-1",
        """
        {"roles": "Director", "services": 4, "destinations": 40, "conditions": [%s]}
        """
            .formatted(condition("Programmed") + ", " + condition("Responding")));

    assertThat(get("nodeplans"))
        .containsExactly(
            "NAME NODE ROLES SERVICES DESTINATIONS PROGRAMMED RESPONDING AGE",
            "edge-1 edge-1 Director 4 40 True True");
  }

  @Test
  void ofANodePlanPart() {
    create(
        """
        apiVersion: lvs.dev/v1alpha1
        kind: NodePlanPart
        metadata: {name: edge-1-0f}
        spec: {nodeName: edge-1}
        """);

    assertThat(get("nodeplanparts")).containsExactly("NAME NODE AGE", "edge-1-0f edge-1");
  }

  @Test
  void ofADirectorGroup() {
    create(
        """
        apiVersion: lvs.dev/v1alpha1
        kind: DirectorGroup
        metadata: {name: edge}
        spec:
          nodeSelector: {matchLabels: {lvs.dev/director: "true"}}
          announcement: {mode: static}
        """);

    report(
        "dg/edge",
        """
        {"nodeCount": 2, "conditions": [%s]}
        """
            .formatted(condition("Ready")));

    assertThat(get("dg"))
        .containsExactly("NAME NODES ANNOUNCEMENT HOLDER READY AGE", "edge 2 static True");
  }

  @Test
  void ofAnAddressPool() {
    create(
        """
        apiVersion: lvs.dev/v1alpha1
        kind: AddressPool
        metadata: {name: public}
        spec: {addresses: [192.0.2.0/24, "2001:db8::/64"]}
        """);

    report(
        "addresspools/public",
        """
        {"conditions": [%s], "usage": [
          {"family": "IPv4", "total": "256", "allocated": "6", "free": "250"},
          {"family": "IPv6", "total": "9", "allocated": "1", "free": "8"}]}
        """
            .formatted(condition("Accepted")));

    assertThat(get("addresspools"))
        .containsExactly("NAME USE FREE IPV4 FREE IPV6 ACCEPTED AGE", "public VIP 250 8 True");
  }

  private void create(String manifest) {
    var output =
        cluster.kubectl().run(manifest, "create", "--namespace=" + namespace, "--filename=-");
    assertThat(output.exitCode()).as(output.err()).isZero();
  }

  private void report(String resource, String status) {
    cluster
        .kubectl()
        .expect(
            "patch",
            resource,
            "--namespace=" + namespace,
            "--subresource=status",
            "--type=merge",
            "--patch={\"status\": " + status + "}");
  }

  /** The lines, with single spaces, and without the age of the objects. */
  private List<String> get(String kind) {
    return cluster
        .kubectl()
        .expect("get", kind, "--namespace=" + namespace)
        .lines()
        .map(line -> line.replaceAll(" +", " ").replaceFirst(" \\d+s$", ""))
        .toList();
  }

  private static VirtualServiceStatus status(List<ServicePort> ports) {
    List<String> addresses = List.of("192.0.2.10", "2001:db8::10");
    var counts = new RealServerCounts(3, 2, 1);
    List<DirectorState> directors =
        List.of(
            new DirectorState("edge-1", "Programmed", 1L, null, null),
            new DirectorState("edge-2", "Standby", null, null, null));
    Condition ready =
        new ConditionBuilder()
            .withType("Ready")
            .withStatus("True")
            .withReason("Serving")
            .withMessage("")
            .withLastTransitionTime("2026-01-01T00:00:00Z")
            .build();
    return new VirtualServiceStatus(
        1L,
        addresses,
        null,
        VirtualServiceSummary.of(addresses, ports, counts, directors),
        counts,
        directors,
        new VipHolder("edge-1", "2026-01-01T00:00:00Z", 3),
        List.of(ready));
  }

  private static String condition(String type) {
    return """
    {"type": "%s", "status": "True", "reason": "Fine", "message": "",
     "lastTransitionTime": "2026-01-01T00:00:00Z"}
    """
        .formatted(type);
  }
}
