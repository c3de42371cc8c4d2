package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Host;
import dev.lvs.lab.Topology;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Additional health checks that go the way of clients' packets. */
@Tag("kernel")
class AdditionalProbesIT {
  private static final String OFTEN = "interval: 400ms, timeout: 400ms, rise: 2, fall: 3";

  /** What {@link ProbedScenario} writes. */
  private static final String MAIN = "healthCheck: {http: {}, through: forwarding, ";

  @SuppressWarnings("NullAway.Init") // by start, in every test
  private ProbedScenario probed;

  @AfterEach
  void close() {
    probed.close();
  }

  @Test
  void findsAMissingVipBesideACheckOfTheServersOwnAddress() {
    start("http: {}", "healthCheck: {tcp: {}, ");
    probed.staysUp("10.1.210.52:80 -g", "10.1.210.53:80 -g");

    probed.takeVip("rs-52", "10.1.210.58/32");
    probed.awaitTable("-r 10.1.210.52:80 -g -w 0");
    probed.staysUp("10.1.210.53:80 -g");

    probed.askDirectly();
    probed.staysUp("10.1.210.52:80 -g");
  }

  @Test
  void asksAnotherPortBesideACheckThatIsForwardedToo() {
    start("udp: {send: hello, requireReply: true}, port: 53", MAIN);
    probed.staysUp("10.1.210.52:80 -g", "10.1.210.53:80 -g");

    server().run("nft", "add table inet broken");
    server().run("nft", "add chain inet broken in { type filter hook input priority 0 ; }");
    server().run("nft", "add rule inet broken in ip daddr 10.1.210.58 udp dport 53 drop");
    probed.awaitTable("-r 10.1.210.52:80 -g -w 0");
    probed.staysUp("10.1.210.53:80 -g");
    assertThat(probed.told())
        .singleElement()
        .asString()
        .contains("10.1.210.52 through VIP 10.1.210.58:53");

    server().run("nft", "delete table inet broken");
    probed.awaitTable("-r 10.1.210.52:80 -g -w 1");
    probed.takeVip("rs-52", "10.1.210.58/32");
    probed.awaitTable("-r 10.1.210.52:80 -g -w 0");
    probed.askDirectly();
    probed.staysUp("10.1.210.52:80 -g");
  }

  private Host server() {
    return probed.scenario().host("rs-52");
  }

  private void start(String additional, String main) {
    String lines =
        "additionalHealthChecks: [{%s, through: forwarding, %s}]\n  ".formatted(additional, OFTEN);
    probed =
        new ProbedScenario(
            Topology.direct(),
            "dr",
            "wrr",
            manifests -> manifests.replace("virtual-service.yaml", MAIN, lines + main));
  }
}
