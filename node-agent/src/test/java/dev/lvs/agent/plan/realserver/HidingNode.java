package dev.lvs.agent.plan.realserver;

import static dev.lvs.agent.plan.NodeSamples.ethernet;
import static dev.lvs.agent.plan.NodeSamples.node;
import static dev.lvs.agent.plan.PlanSamples.WEB;
import static dev.lvs.agent.plan.PlanSamples.hidden;
import static dev.lvs.api.v1alpha1.ForwardingMode.DR;
import static dev.lvs.api.v1alpha1.ForwardingMode.TUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.net.IpAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A node that hides VIPs as a real server on its one interface, for tests. */
final class HidingNode {
  static final NodeFacts NODE = node(ethernet("front", "192.0.2.21/24"));
  static final HiddenVip BY_DR = hidden("192.0.2.10", DR, "192.0.2.21");
  static final HiddenVip BY_TUN = hidden("203.0.113.10", TUN, "192.0.2.21");

  private HidingNode() {}

  /** Sysctls that hide VIPs on these interfaces and on those to come. */
  static Map<String, String> hiding(String... interfaces) {
    Map<String, String> sysctls = new TreeMap<>();
    for (String name : Stream.concat(Stream.of("default"), Arrays.stream(interfaces)).toList()) {
      sysctls.put("net/ipv4/conf/" + name + "/arp_ignore", "1");
      sysctls.put("net/ipv4/conf/" + name + "/arp_announce", "2");
    }
    return sysctls;
  }

  /**
   * Asserts that there is one obstacle: of this reason, of service web, with the word in its text.
   */
  static void assertObstacle(Desired desired, Reason reason, String word) {
    assertThat(desired.obstacles())
        .singleElement()
        .satisfies(
            obstacle -> {
              assertThat(obstacle.reason()).isEqualTo(reason);
              assertThat(obstacle.sources()).containsExactly(WEB);
              assertThat(obstacle.message()).contains(word);
            });
  }

  static Vip vipOn(String address, String device) {
    return new Vip(IpAddress.parse(address), device);
  }
}
