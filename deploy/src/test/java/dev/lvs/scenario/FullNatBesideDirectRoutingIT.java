package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One VIP, of which ports go by direct routing, tunnel and FULL-NAT to the same real servers. */
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
      apiVersion: lvs.dev/v1alpha1
      kind: VirtualService
      metadata: {name: far, namespace: shop}
      spec:
        addresses: [10.1.210.58]
        ports: [{port: 443}]
        scheduler: rr
        forwarding: {method: TUN}
        realServers: {selector: {matchLabels: {app: web}}}
      ---
      """;

  private static final List<String> HOOKS = List.of("input", "forward", "output");

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
  void onlyWhatComesBackIsRewritten() {
    assertThat(set("openings4")).containsPattern("10.1.210.58 . tcp . 80\\b");
    assertThat(set("masquerade4")).containsPattern("10.1.210.58 . tcp . 8080\\b");

    assertThat(set("openings4")).containsPattern("10.1.210.58 . tcp . 443\\b");

    both.remove("virtual-service.yaml", "name: more");

    assertThat(both.director().run("nft", "list", "tables")).isBlank();
    assertThat(both.client().get("10.1.210.58:80", 2)).hasToString("rs-52=1 rs-53=1");
  }

  @Test
  void allGoOnBehindAFirewallThatDropsInvalidPackets() {
    dropInvalidPackets();

    assertThat(both.client().get("10.1.210.58:80", 4)).hasToString("rs-52=2 rs-53=2");
    assertThat(both.client().get("10.1.210.58:443", 4)).hasToString("rs-52=2 rs-53=2");
    assertThat(both.client().get("10.1.210.58:8080", 4)).hasToString("rs-52=2 rs-53=2");
    assertThat(dropped()).isEqualTo("0 0 0");
  }

  @Test
  void whatAnswersPastTheDirectorIsDroppedWhereItIsTracked() {
    dropInvalidPackets();

    both.agents().stop();
    both.director().run("nft", "flush chain inet lvs-operator openings");

    assertThat(both.client().get("10.1.210.58:80", 1).areComplete()).isFalse();
    assertThat(both.client().get("10.1.210.58:443", 1).areComplete()).isFalse();
    assertThat(both.client().get("10.1.210.58:8080", 2)).hasToString("rs-52=1 rs-53=1");
    assertThat(dropped()).doesNotStartWith("0 ");
  }

  @Test
  @Row("conntrack-not-forced")
  void allGoOnBehindAFirewallThatLetsPassWhatIsNewOrEstablished() {
    dropWhatIsNotExpected();
    dropInvalidPackets();

    assertThat(both.client().get("10.1.210.58:80", 4)).hasToString("rs-52=2 rs-53=2");
    assertThat(both.client().get("10.1.210.58:443", 4)).hasToString("rs-52=2 rs-53=2");
    assertThat(both.client().get("10.1.210.58:8080", 4)).hasToString("rs-52=2 rs-53=2");
    assertThat(both.client().upload("10.1.210.58:80", 100_000).word()).isIn("rs-52", "rs-53");

    // what is not tracked at all is neither new nor established
    both.director().run("nft", "add table inet raw");
    both.director()
        .run("nft", "add chain inet raw pre { type filter hook prerouting priority -301; }");
    both.director().run("nft", "add rule inet raw pre tcp dport 80 notrack");
    assertThat(both.client().get("10.1.210.58:80", 1).areComplete()).isFalse();
  }

  @Test
  @Row("conntrack-not-forced")
  void noSourceIsRewrittenThatAnswersPastTheDirector() {
    both.director().run("nft", "add table inet out");
    both.director()
        .run("nft", "add chain inet out post { type nat hook postrouting priority 100; }");
    both.director().run("nft", "add rule inet out post oifname e0 masquerade");

    assertThat(both.client().get("10.1.210.58:80", 4).clientsSeen())
        .containsExactly("10.1.210.100");

    both.agents().stop();
    both.director().run("nft", "flush chain inet lvs-operator kept");
    assertThat(both.client().get("10.1.210.58:80", 1).areComplete()).isFalse();
  }

  /** A firewall that lets pass what has a rule, and what belongs to that. */
  private void dropWhatIsNotExpected() {
    for (String line :
        List.of(
            "add table inet gate",
            "add chain inet gate input { type filter hook input priority 0; policy drop; }",
            "add rule inet gate input iif lo accept",
            "add rule inet gate input ct state established,related accept",
            "add rule inet gate input ct state new tcp dport { 80, 443, 8080 } accept",
            "add chain inet gate forward { type filter hook forward priority 0; policy drop; }",
            "add rule inet gate forward ct state established,related accept")) {
      both.director().run("nft", line);
    }
  }

  /** A stateful firewall as administrators write it. */
  private void dropInvalidPackets() {
    both.director().run("nft", "add table inet wall");
    for (String hook : HOOKS) {
      both.director()
          .run(
              "nft",
              "add chain inet wall %s { type filter hook %s priority 0; }".formatted(hook, hook));
      both.director().run("nft", "add rule inet wall " + hook + " ct state invalid counter drop");
    }
  }

  /** Returns how many packets the firewall dropped at each hook. */
  private String dropped() {
    return HOOKS.stream()
        .map(hook -> both.director().run("nft", "list", "chain", "inet", "wall", hook))
        .map(chain -> chain.replaceAll("(?s).*packets (\\d+).*", "$1"))
        .collect(Collectors.joining(" "));
  }

  private String set(String name) {
    return both.director().run("nft", "list", "set", "inet", "lvs-operator", name);
  }
}
