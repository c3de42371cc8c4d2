package dev.lvs.deploy;

import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.operator.OperatorSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operator on a real API server, with nodes of which a test says what they report. */
@ExtendWith(ApiServerExtension.class)
abstract class OperatorTest {
  final Cluster cluster;
  final KubernetesClient client;
  final String namespace;
  final ReportingNodes nodes;
  final RunningOperator operator;

  OperatorTest(Cluster cluster) {
    this(cluster, OperatorSettings.ALONE);
  }

  OperatorTest(Cluster cluster, OperatorSettings settings) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.nodes = new ReportingNodes(client);
    this.operator = RunningOperator.start(cluster.plane().newClient(), settings);
  }

  @AfterEach
  final void stopOperator() {
    operator.close();
    nodes.close();
    cluster.clear();
  }
}
