package dev.lvs.deploy.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.lab.apiserver.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests that the chart renders, and the API server's answer to them. */
@ExtendWith(ApiServerExtension.class)
class ChartIT {
  private static final String AGENT = "DaemonSet lvs-node-agent lvs-system";
  private static final String OPERATOR = "Deployment lvs-operator lvs-system";

  /** Everything otherwise than by default. */
  private static final String OTHER_VALUES =
      """
      registry: registry.example.com/lvs/
      imagePullPolicy: Always
      imagePullSecrets: [{name: registry}]
      crds: {install: false}
      operator:
        image: {tag: "1.2"}
        replicas: 3
        logLevel: DEBUG
        javaOptions: -Xmx1g
        resources: {limits: {memory: 1280Mi}}
        priorityClassName: ""
        affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}
        tolerations: []
        podAnnotations: {note: "1"}
        podLabels: {team: net}
        podDisruptionBudget: {enabled: false}
        networkPolicy: {enabled: false}
      agent:
        image: {digest: "sha256:%s"}
        healthPort: 9700
        maxUnavailable: 10%%
        nodeSelector: {role: edge}
        seLinuxOptions: {type: spc_t}
        podAnnotations: {note: "2"}
        podLabels: {team: net}
      """
          .formatted("0".repeat(64));

  private final Cluster cluster;
  private final Chart chart;
  @TempDir Path folder;

  ChartIT(Cluster cluster) {
    this.cluster = cluster;
    this.chart = Chart.of(cluster.plane());
  }

  @Test
  void makesWhatTheKustomizeBaseMakes() {
    Rendered base =
        Rendered.of(
            cluster.kubectl().expect("kustomize", Checkout.path("deploy", "kustomize").toString()));

    Map<String, Map<String, Object>> wanted = base.withoutHelm().objects();
    Map<String, Map<String, Object>> made = rendered("--skip-tests").withoutHelm().objects();

    assertThat(made.keySet()).isEqualTo(wanted.keySet());
    made.forEach((name, object) -> assertThat(object).as(name).isEqualTo(wanted.get(name)));
  }

  @Test
  void isWithoutReproach() {
    Kubectl.Output said = chart.lint("--strict", "--with-subcharts");

    assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
    assertThat(said.out()).doesNotContain("[WARNING]", "[ERROR]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "operator.replicas=0",
        "operator.replica=2",
        "operator.logLevel=LOUD",
        "operator.image.repository=",
        "operator.podDisruptionBudget=true",
        "agent.healthPort=0",
        "agent.healthPort=http",
        "agent.maxUnavailable=0",
        "agent.maxUnavailable=half",
        "agent.image.digest=sha256:12",
        "agent.privileged=true",
        "imagePullPolicy=Sometimes",
        "crds=true"
      })
  void refusesValuesThatAreWrong(String value) {
    Kubectl.Output said = chart.template("--set", value);

    assertThat(said.exitCode()).as(said.out()).isNotZero();
    assertThat(said.err()).contains("values don't meet the specifications of the schema");
  }

  @Test
  void putsValuesWhereTheyBelong() throws Exception {
    Rendered other = rendered("-f", values(OTHER_VALUES));

    assertThat(other.objects().keySet())
        .noneMatch(name -> name.matches("(CustomResource|PodDis|Network).*"))
        .contains(OPERATOR, AGENT, "ValidatingAdmissionPolicy lvs-node-agent");
    assertThat(pod(other, OPERATOR, "containers", 0, "image"))
        .isEqualTo("registry.example.com/lvs/lvs-operator:1.2");
    assertThat(pod(other, OPERATOR, "containers", 0, "env").toString())
        .contains("LVS_LOG_LEVEL, value=DEBUG", "_JAVA_OPTIONS, value=-Xmx1g");
    assertThat(other.at(OPERATOR, "spec", "replicas")).isEqualTo(3);
    assertThat(pod(other, AGENT, "containers", 0, "image"))
        .isEqualTo("registry.example.com/lvs/lvs-node-agent@sha256:" + "0".repeat(64));
    assertThat(pod(other, AGENT, "containers", 0, "args").toString())
        .contains("--health-port=9700");
    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      assertThat(pod(other, AGENT, "containers", 0, probe, "httpGet", "port")).isEqualTo(9700);
    }
    assertThat(pod(other, AGENT, "securityContext").toString()).contains("type=spc_t");
    assertThat(other.at(AGENT, "spec", "updateStrategy", "rollingUpdate", "maxUnavailable"))
        .isEqualTo("10%");
  }

  /** Wherever it is installed, the rights are those of that namespace's accounts. */
  @Test
  void knowsItsNamespace() {
    Kubectl.Output said = chart.template("-n", "load-balancing");

    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(said.out())
        .contains("system:serviceaccount:load-balancing:lvs-node-agent")
        .doesNotContain("lvs-system");
  }

  @Test
  void isTakenByTheApiServer() throws Exception {
    cluster.kubectl().run("", "create", "namespace", Chart.NAMESPACE);
    for (String[] options : new String[][] {{}, {"-f", values(OTHER_VALUES)}}) {
      Kubectl.Output said =
          cluster
              .kubectl()
              .run(
                  chart.template(options).out(),
                  "apply",
                  "--server-side",
                  "--force-conflicts",
                  "--dry-run=server",
                  "--validate=strict",
                  "-f",
                  "-");

      assertThat(said.exitCode()).as(said.err()).isZero();
      assertThat(said.err()).isEmpty();
    }
  }

  private Rendered rendered(String... options) {
    Kubectl.Output said = chart.template(options);
    assertThat(said.exitCode()).as(said.err()).isZero();
    return Rendered.of(said.out());
  }

  private static Object pod(Rendered rendered, String name, Object... path) {
    Object[] whole = new Object[path.length + 3];
    System.arraycopy(new Object[] {"spec", "template", "spec"}, 0, whole, 0, 3);
    System.arraycopy(path, 0, whole, 3, path.length);
    return rendered.at(name, whole);
  }

  private String values(String text) throws IOException {
    return Files.writeString(folder.resolve("values.yaml"), text).toString();
  }
}
