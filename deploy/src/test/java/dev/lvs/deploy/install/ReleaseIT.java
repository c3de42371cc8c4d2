package dev.lvs.deploy.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.apiserver.ControlPlane;
import dev.lvs.lab.apiserver.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A release of the chart from install to uninstall, on a control plane that knew nothing of us. */
class ReleaseIT {
  private static final String SERVICES = "virtualservices.lvs.dev";

  private final ControlPlane plane = ControlPlane.start();
  private final Chart chart = Chart.of(plane);

  @AfterEach
  void close() {
    plane.close();
  }

  @Test
  void installsUpgradesRollsBackAndKeepsWhatPeopleWrote() throws IOException {
    done(chart.install());
    kubectl("wait", "--for=condition=Established", "crd/" + SERVICES, "--timeout=30s");
    Kubectl.Output pool =
        plane
            .kubectl()
            .run(
                Files.readString(Checkout.path("examples", "dr", "cluster.yaml")),
                "apply",
                "-f",
                "-");
    assertThat(pool.exitCode()).as(pool.err()).isZero();

    // as if it were of an older version
    kubectl(
        "patch",
        "crd",
        SERVICES,
        "--type=merge",
        "-p",
        "{\"spec\":{\"names\":{\"shortNames\":[]}}}");
    done(chart.upgrade("--set", "operator.replicas=3", "--force-conflicts"));

    assertThat(get("crd", SERVICES, "{.spec.names.shortNames}")).isEqualTo("[\"ipvs\"]");
    assertThat(replicas()).isEqualTo("3");

    done(chart.rollback());

    assertThat(replicas()).isEqualTo("2");

    done(chart.uninstall());

    assertThat(kubectl("get", "deploy,ds,sa,netpol,pdb", "-n", Chart.NAMESPACE, "-o", "name"))
        .doesNotContain("lvs");
    assertThat(kubectl("get", "clusterrole,clusterrolebinding", "-o", "name"))
        .doesNotContain("lvs-");
    assertThat(kubectl("get", "addresspools", "-o", "name")).contains("office");

    done(chart.install());

    assertThat(kubectl("get", "addresspools", "-o", "name")).contains("office");
  }

  @Test
  void takesOverWhatKustomizeInstalled() {
    kubectl("apply", "--server-side", "-k", Checkout.path("deploy", "kustomize").toString());

    done(chart.install("--take-ownership", "--force-conflicts"));

    assertThat(replicas()).isEqualTo("2");
    assertThat(get("crd", SERVICES, "{.metadata.annotations.helm\\.sh/resource-policy}"))
        .isEqualTo("keep");
  }

  private String replicas() {
    return kubectl(
        "get", "deploy", "lvs-operator", "-n", Chart.NAMESPACE, "-o", "jsonpath={.spec.replicas}");
  }

  private String get(String kind, String name, String path) {
    return kubectl("get", kind, name, "-o", "jsonpath=" + path);
  }

  private String kubectl(String... arguments) {
    return plane.kubectl().expect(arguments);
  }

  private static void done(Kubectl.Output output) {
    assertThat(output.exitCode()).as(output.out() + output.err()).isZero();
  }
}
