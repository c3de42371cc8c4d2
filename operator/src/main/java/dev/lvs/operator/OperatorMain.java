package dev.lvs.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.OperatorException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the operator until it is terminated, or with the argument {@code check} looks whether the
 * installation works. All its settings come from the environment.
 */
public final class OperatorMain {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);

  private OperatorMain() {}

  private static final String CHECK = "check";

  /**
   * Ends with 0 after SIGTERM, 2 for a wrong setting, 1 where the cluster cannot be worked with; a
   * check ends with 0 where all is well, else with 1.
   */
  public static void main(String[] arguments) throws InterruptedException {
    OperatorSettings settings;
    try {
      settings = OperatorSettings.read(System.getenv());
    } catch (IllegalArgumentException wrong) {
      LOG.error(wrong.getMessage());
      System.exit(2);
      return;
    }
    KubernetesClientBuilder builder = new KubernetesClientBuilder();
    if (settings.leaseNamespace().isPresent()) {
      builder = new LeaseGuard(OperatorApplication.LEASE, System::nanoTime).guard(builder);
    }
    KubernetesClient client = builder.build();
    if (List.of(arguments).equals(List.of(CHECK))) {
      System.exit(check(client, settings) ? 0 : 1);
    }
    OperatorApplication operator = new OperatorApplication(client, settings, () -> System.exit(1));
    try {
      operator.start();
    } catch (OperatorException failed) {
      LOG.error(
          "The operator could not start against {}: are the CRDs of lvs.dev installed, and may its"
              + " service account read them?",
          client.getMasterUrl(),
          failed);
      System.exit(1);
    }
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      operator.close();
                      client.close();
                    }));
    // the watches' threads do the work
    new CountDownLatch(1).await();
  }

  private static boolean check(KubernetesClient client, OperatorSettings settings) {
    String namespace = settings.leaseNamespace().orElse("lvs-system");
    List<String> flaws = new InstallationCheck(client, namespace, Clock.systemUTC()).flaws();
    flaws.forEach(LOG::error);
    if (flaws.isEmpty()) {
      LOG.info("An operator leads, and every node with a plan has its agent.");
    }
    return flaws.isEmpty();
  }
}
