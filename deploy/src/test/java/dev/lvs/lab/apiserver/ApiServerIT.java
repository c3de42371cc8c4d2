package dev.lvs.lab.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServerExtension.class)
class ApiServerIT {

  private final Cluster cluster;

  ApiServerIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void answersTheClientAndKubectlAlike() {
    String namespace = cluster.namespace(Map.of("team", "shop"));

    String labels =
        cluster
            .kubectl()
            .expect("get", "namespace", namespace, "-o", "jsonpath={.metadata.labels}");

    assertThat(labels).contains("\"team\":\"shop\"", "\"kubernetes.io/metadata.name\"");
  }

  @Test
  void refusesWhatSomebodyMayNotDo() {
    String namespace = cluster.namespace();
    var config = new ConfigMapBuilder().withNewMetadata().withName("x").endMetadata().build();

    try (KubernetesClient nobody = cluster.as("nobody")) {
      assertThatThrownBy(() -> nobody.resource(config).inNamespace(namespace).create())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("User \"nobody\" cannot create resource \"configmaps\"");
    }
  }

  @Test
  void knowsAServiceAccountByItsToken() {
    String namespace = cluster.namespace();
    cluster
        .client()
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName("agent").endMetadata().build())
        .inNamespace(namespace)
        .create();

    String token = cluster.token(namespace, "agent");

    Config access = Config.fromKubeconfig(cluster.plane().kubeconfigFor("127.0.0.1", token));
    try (KubernetesClient agent = new KubernetesClientBuilder().withConfig(access).build()) {
      assertThatThrownBy(() -> agent.nodes().list())
          .hasMessageContaining("system:serviceaccount:" + namespace + ":agent");
    }
  }

  @Test
  void givesANodeItsAddress() {
    cluster.node("edge-1", "192.0.2.11", Map.of("lvs.dev/director", "true"));

    String address =
        cluster.kubectl().expect("get", "node", "edge-1", "-o", "jsonpath={.status.addresses}");

    assertThat(address).isEqualTo("[{\"address\":\"192.0.2.11\",\"type\":\"InternalIP\"}]");
  }

  @Test
  void hasACertificateForTheAddressThatTheGuestSees() throws Exception {
    var context = SSLUtils.sslContext(cluster.plane().access());

    List<String> names = new ArrayList<>();
    try (var socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", cluster.plane().port())) {
      var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      certificate.getSubjectAlternativeNames().forEach(name -> names.add(name.get(1).toString()));
    }

    assertThat(names).contains("127.0.0.1", "10.0.2.2");
  }

  @Test
  void startsControllersOnDemand() {
    String namespace = cluster.namespace();

    cluster.plane().startControllers();
    cluster.client().namespaces().withName(namespace).delete();

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> cluster.client().namespaces().withName(namespace).get() == null);
  }
}
