package dev.lvs.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VirtualService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompiledTest {
  private static final ResourceName WEB = new ResourceName("VirtualService", "shop", "web");
  private static final ResourceName SERVER = new ResourceName("RealServer", "shop", "web-1");
  private static final ResourceName EDGE = new ResourceName("Node", "", "edge-1");

  private final KubernetesSerialization yaml = new KubernetesSerialization();

  @Test
  void wakesEverybodyTheFirstTimeAndNobodyWithoutAChange() {
    Compiled first = Compiled.of(input(1, "198.51.100.21"), List.of());
    Compiled again = Compiled.of(input(1, "198.51.100.21"), List.copyOf(first.plans().values()));

    assertThat(first.changedSince(Compiled.NOTHING))
        .contains(
            WEB,
            SERVER,
            EDGE,
            new ResourceName("DirectorGroup", "", "default"),
            new ResourceName("AddressPool", "", "public"));
    assertThat(again.changedSince(first)).isEmpty();
  }

  @Test
  void wakesOnlyThoseWhoseResultDiffers() {
    Compiled first = Compiled.of(input(1, "198.51.100.21"), List.of());

    Compiled weighed = Compiled.of(input(2, "198.51.100.21"), List.copyOf(first.plans().values()));

    assertThat(weighed.changedSince(first)).containsExactlyInAnyOrder(SERVER, EDGE);
  }

  @Test
  void keepsNoPlanForANodeThatIsToHoldNothing() {
    Compiled first = Compiled.of(input(1, "198.51.100.21"), List.of());
    Input without = new Input(List.of(), List.of(), List.of(), List.of(), nodes(), List.of());

    Compiled after = Compiled.of(without, List.copyOf(first.plans().values()));

    assertThat(first.plan("edge-1")).isPresent();
    assertThat(after.plan("edge-1")).isEmpty();
    assertThat(after.changedSince(first)).contains(WEB, EDGE);
  }

  /** One service with one real server; a higher generation of that has a higher weight. */
  private Input input(int generation, String address) {
    return new Input(
        List.of(
            read(
                VirtualService.class,
                """
                metadata: {name: web, namespace: shop, generation: 1}
                spec:
                  addresses: [192.0.2.1]
                  ports: [{port: 80}]
                  forwarding: {method: NAT}
                  realServers: {names: [web-1]}
                """)),
        List.of(
            read(
                RealServer.class,
                """
                metadata: {name: web-1, namespace: shop, generation: %d}
                spec: {address: %s, weight: %d}
                """
                    .formatted(generation, address, generation))),
        List.of(
            read(
                DirectorGroup.class,
                """
                metadata: {name: default, generation: 1}
                spec: {nodeSelector: {matchLabels: {lvs.dev/director: "true"}}}
                """)),
        List.of(
            read(
                AddressPool.class,
                """
                metadata: {name: public, generation: 1}
                spec: {addresses: [192.0.2.0/28]}
                """)),
        nodes(),
        List.of());
  }

  private List<Node> nodes() {
    return List.of(
        read(
            Node.class,
            """
            metadata: {name: edge-1, labels: {lvs.dev/director: "true"}}
            status: {addresses: [{type: InternalIP, address: 192.0.2.241}]}
            """));
  }

  private <T extends HasMetadata> T read(Class<T> kind, String text) {
    return yaml.unmarshal(
        "apiVersion: %s\nkind: %s\n%s"
            .formatted(HasMetadata.getApiVersion(kind), HasMetadata.getKind(kind), text),
        kind);
  }
}
