package dev.lvs.agent.daemon;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lvs.agent.failover.ApiLeaseStore;
import dev.lvs.agent.failover.LeaseStore;
import dev.lvs.agent.source.ApiServerSource;
import dev.lvs.agent.source.PlanSource;
import dev.lvs.endpoint.TrustedAuthorities;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reaches the API server. The only class of the package that loads the client. */
final class ApiServer {

  private ApiServer() {}

  /** Where the Leases are if nothing says in which namespace the agents are. */
  private static final String NAMESPACE = "lvs-system";

  /** The Leases in the namespace of the agents, by connections of their own. */
  static LeaseStore leases(@Nullable Path kubeconfig) {
    Config config =
        new ConfigBuilder(config(kubeconfig))
            .withHttp2Disable(true)
            .withRequestRetryBackoffLimit(0)
            .build();
    String namespace = Objects.requireNonNullElse(config.getNamespace(), NAMESPACE);
    return new ApiLeaseStore(client(config), namespace);
  }

  /** The certificates by which it is trusted, where they are a file. */
  static Optional<TrustedAuthorities> authorities(@Nullable Path kubeconfig) {
    return Optional.ofNullable(config(kubeconfig).getCaCertFile())
        .map(file -> TrustedAuthorities.of(Path.of(file)));
  }

  static PlanSource source(@Nullable Path kubeconfig, String node) {
    Config config = new ConfigBuilder(config(kubeconfig)).withHttp2Disable(true).build();
    return new ApiServerSource(client(config), node);
  }

  private static KubernetesClient client(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(serialization())
        .build();
  }

  /**
   * One that knows no kind of Kubernetes but the answer that is an error: the usual one loads the
   * classes of all that are on the class path, and an agent reads nothing but its plan. A
   * kubeconfig is read by the usual one; an agent in a pod has none.
   */
  private static KubernetesSerialization serialization() {
    KubernetesSerialization serialization = new KubernetesSerialization(new ObjectMapper(), false);
    serialization.registerKubernetesResource(Status.class);
    return serialization;
  }

  private static Config config(@Nullable Path kubeconfig) {
    if (kubeconfig == null) {
      return Config.autoConfigure(null);
    }
    if (!Files.isReadable(kubeconfig)) {
      throw new CommandException(
          ExitCode.CONFIG, "The kubeconfig " + kubeconfig + " cannot be read.");
    }
    return Config.fromKubeconfig(kubeconfig.toFile());
  }
}
