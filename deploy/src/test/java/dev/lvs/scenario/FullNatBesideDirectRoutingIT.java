package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One VIP, one port of it by direct routing and one by FULL-NAT to the same real servers. */
@Tag("kernel")
class FullNatBesideDirectRoutingIT {
  private static final String FULLNAT =
      """
      apiVersion: lvs.dev/v1alpha1
      kind: VirtualService
      metadata: {name: more, namespace: shop}
      spec:
        addresses: [10.1.210.58]
        ports: [{port: 8080, targetPort: 80}]
        scheduler: rr
        forwarding: {method: FULLNAT}
        realServers: {selector: {matchLabels: {app: web}}}
      ---
      """;

  @AutoClose
  private final Scenario both =
      new Scenario(
          Topology.direct(),
          "dr",
          manifests -> manifests.replace("virtual-service.yaml", "# dr.sh", FULLNAT + "# dr.sh"));

  @Test
  void eachPortHasItsMethod() {
    var direct = both.client().get("10.1.210.58:80", 4);
    var rewritten = both.client().get("10.1.210.58:8080", 4);

    assertThat(direct).hasToString("rs-52=2 rs-53=2");
    assertThat(direct.clientsSeen()).containsExactly("10.1.210.100");
    assertThat(rewritten).hasToString("rs-52=2 rs-53=2");
    assertThat(rewritten.clientsSeen()).containsExactly("10.1.210.51");
  }

  @Test
  void onlyWhatComesBackIsTracked() {
    assertThat(set("untracked4")).containsPattern("10.1.210.58 . tcp . 80\\b");
    assertThat(set("masquerade4")).containsPattern("10.1.210.58 . tcp . 8080\\b");

    both.remove("virtual-service.yaml", "name: more");

    assertThat(both.director().run("nft", "list", "tables")).isBlank();
    assertThat(both.client().get("10.1.210.58:80", 2)).hasToString("rs-52=1 rs-53=1");
  }

  private String set(String name) {
    return both.director().run("nft", "list", "set", "inet", "lvs-operator", name);
  }
}
