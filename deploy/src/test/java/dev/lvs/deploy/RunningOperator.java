package dev.lvs.deploy;

import dev.lvs.operator.OperatorApplication;
import dev.lvs.operator.OperatorSettings;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The operator in this JVM, with a client of its own. */
final class RunningOperator implements AutoCloseable {
  private final KubernetesClient client;
  private final OperatorApplication application;

  private RunningOperator(KubernetesClient client, OperatorSettings settings) {
    this.client = client;
    this.application =
        new OperatorApplication(
            client,
            settings,
            () -> {
              throw new IllegalStateException("lost the Lease");
            });
  }

  /** Starts it with {@code client}, which is closed with it. */
  static RunningOperator start(KubernetesClient client) {
    return start(client, OperatorSettings.ALONE);
  }

  static RunningOperator start(KubernetesClient client, OperatorSettings settings) {
    RunningOperator operator = new RunningOperator(client, settings);
    operator.application.start();
    return operator;
  }

  @Override
  public void close() {
    application.close();
    client.close();
  }
}
