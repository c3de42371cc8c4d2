package dev.lvs.operator;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.VirtualService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether an installation works, for {@code helm test}: the kinds are served, an operator leads,
 * and an agent is alive on every node that has a plan. With the rights of the operator.
 *
 * @param namespace of the operator's Lease
 */
record InstallationCheck(KubernetesClient client, String namespace, Clock clock) {
  /** Longer than a Lease of the operator or of an agent goes without being renewed. */
  private static final Duration FRESH = Duration.ofSeconds(40);

  /** What is wrong, in sentences; nothing where all is well. */
  List<String> flaws() {
    try {
      client
          .resources(VirtualService.class)
          .inAnyNamespace()
          .list(new ListOptionsBuilder().withLimit(1L).build());
      List<String> flaws = new ArrayList<>();
      Lease leading =
          client.leases().inNamespace(namespace).withName(OperatorApplication.LEASE).get();
      if (!isFresh(leading)) {
        flaws.add(
            "No operator leads: see kubectl logs -n %s deploy/lvs-operator.".formatted(namespace));
      }
      Map<String, Lease> agents =
          client.leases().inNamespace("kube-node-lease").list().getItems().stream()
              .collect(Collectors.toMap(InstallationCheck::name, Function.identity()));
      client.resources(NodePlan.class).list().getItems().stream()
          .map(InstallationCheck::name)
          .filter(node -> !isFresh(agents.get("lvs-node-agent." + node)))
          .forEach(
              node ->
                  flaws.add(
                      "Node %s has a plan and no agent: see kubectl get pods -n %s -o wide."
                          .formatted(node, namespace)));
      return flaws;
    } catch (KubernetesClientException e) {
      return List.of(
          "%s does not answer as it should (%s): are the definitions of lvs.dev installed?"
              .formatted(client.getMasterUrl(), e.getMessage()));
    }
  }

  private boolean isFresh(@Nullable Lease lease) {
    return lease != null
        && lease.getSpec() != null
        && lease.getSpec().getRenewTime() != null
        && lease.getSpec().getRenewTime().toInstant().isAfter(clock.instant().minus(FRESH));
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }
}
