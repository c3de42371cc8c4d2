package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pools of local addresses in other environments than the example's. */
@Tag("kernel")
class FullNatSharesIT {
  private static final String LIPS =
      """
      ---
      apiVersion: lvs.dev/v1alpha1
      kind: AddressPool
      metadata: {name: lips}
      spec: {use: LocalAddress, addresses: [10.1.210.64/31, 10.1.210.67, 10.1.210.69]}
      """;

  @Test
  @Row("fullnat-local-pool")
  void ipv6AddressesComeFromThePoolToo() {
    try (Scenario six =
        new Scenario(
            Topology.direct().dualStack(),
            "fullnat-pool",
            manifests ->
                manifests
                    .replace("cluster.yaml", "10.1.210.58/32", "\"2001:db8:210::58/128\"")
                    .replace("cluster.yaml", "10.1.210.60-10.1.210.61", "\"2001:db8:210::60/127\"")
                    .replace("real-servers.yaml", "198.51.100.21", "\"2001:db8:210::52\"")
                    .replace("real-servers.yaml", "198.51.100.22", "\"2001:db8:210::53\"")
                    .replace("virtual-service.yaml", "10.1.210.58", "\"2001:db8:210::58\""))) {
      var answers = six.client().get("[2001:db8:210::58]:8080", 20);

      assertThat(answers).hasToString("rs-52=10 rs-53=10");
      assertThat(answers.clientsSeen()).containsExactly("2001:db8:210::60", "2001:db8:210::61");
      assertThat(six.client().ask("[2001:db8:210::58]:53", 4)).hasToString("rs-52=2 rs-53=2");
    }
  }

  @Test
  @Row("fullnat-local-pool")
  void eachOfTwoDirectorsHasAddressesOfItsOwn() {
    try (Scenario two =
        new Scenario(
            Topology.twoDirectors(),
            "two-directors",
            manifests ->
                manifests
                    .replace(
                        "virtual-service.yaml",
                        "method: DR",
                        "method: FULLNAT" + FullNatPoolIT.POOL)
                    .replace("cluster.yaml", "---", LIPS + "---"))) {
      List<String> first = FullNatPoolIT.held(two.host("director-a"));
      List<String> second = FullNatPoolIT.held(two.host("director-b"));

      assertThat(first).hasSize(2).doesNotContainAnyElementsOf(second);
      assertThat(second).hasSize(2);
      for (String director : List.of("director-a", "director-b")) {
        two.host(director).ip("addr add 10.1.210.58/32 dev e0");
        two.host("client").ip("neigh flush dev e0");

        var answers = two.client().get("10.1.210.58:80", 20);

        assertThat(answers).hasToString("rs-52=10 rs-53=10");
        assertThat(answers.clientsSeen()).isEqualTo(FullNatPoolIT.held(two.host(director)));
        two.host(director).ip("addr del 10.1.210.58/32 dev e0");
      }
    }
  }
}
