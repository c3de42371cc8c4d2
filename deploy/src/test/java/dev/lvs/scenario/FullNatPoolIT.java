package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Host;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.HeldConnections;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real servers behind a router, which see local addresses of a pool that the director holds. */
@Tag("kernel")
class FullNatPoolIT {
  private static final String HTTP = "10.1.210.58:8080";
  private static final String DNS = "10.1.210.58:53";
  static final String POOL = ", localAddresses: {addressPool: lips}";
  private static final Pattern LOCAL = Pattern.compile("10[.]1[.]210[.]6\\d/32 ");

  @AutoClose private final Scenario pool = new Scenario(Topology.tunnel(), "fullnat-pool");

  @Test
  @Row("fullnat-local-pool")
  void connectionsOfOneClientAreSpreadOverTheLocalAddresses() {
    var answers = pool.client().get(HTTP, 20);

    assertThat(answers).hasToString("rs-21=10 rs-22=10");
    assertThat(answers.clientsSeen()).containsExactly("10.1.210.60", "10.1.210.61");
  }

  @Test
  @Row("fullnat-local-pool")
  void datagramsAreToo() {
    var answers = pool.client().ask(DNS, 20);

    assertThat(answers).hasToString("rs-21=10 rs-22=10");
    assertThat(answers.clientsSeen()).containsExactly("10.1.210.60", "10.1.210.61");
  }

  @Test
  @Row("fullnat-local-pool")
  void aClientWhoseConnectionsBelongTogetherKeepsOneLocalAddress() {
    pool.edit("virtual-service.yaml", "  scheduler: rr", "  persistence: {}\n  scheduler: rr");

    List<String> seen =
        List.of("10.1.210.101", "10.1.210.102", "10.1.210.103", "10.1.210.104", "10.1.210.105")
            .stream()
            .map(client -> pool.client().from(client).get(HTTP, 8).clientsSeen())
            .peek(local -> assertThat(local).hasSize(1))
            .flatMap(List::stream)
            .distinct()
            .toList();

    assertThat(seen).containsExactlyInAnyOrder("10.1.210.60", "10.1.210.61");
  }

  @Test
  void withNatNothingComesBack() {
    pool.edit("virtual-service.yaml", "FULLNAT" + POOL, "NAT");

    assertThat(pool.client().get(HTTP, 2).areComplete()).isFalse();
    assertThat(held(pool.director())).isEmpty();
  }

  /** Answers come to a local address of the pool, which the director goes on holding for them. */
  @Test
  @Row("method-keeps-connections")
  void connectionsKeepTheirLocalAddressesWhenTheMethodChanges() {
    try (HeldConnections held = pool.client().hold(HTTP, 4)) {
      assertThat(held.answers()).hasToString("rs-21=2 rs-22=2");

      pool.edit("virtual-service.yaml", "FULLNAT" + POOL, "NAT");

      assertThat(held.askAgain()).isEqualTo(held.answers());
      assertThat(held(pool.director())).containsExactly("10.1.210.60", "10.1.210.61");
    }
  }

  @Test
  void nothingComesBackToAnAddressThatTheDirectorDoesNotHold() {
    assertThat(held(pool.director())).containsExactly("10.1.210.60", "10.1.210.61");

    // an agent goes on telling neighbours for a while where its addresses are
    pool.agents().stop();
    pool.director().ip("addr del 10.1.210.60/32 dev e0", "addr del 10.1.210.61/32 dev e0");
    pool.host("router").ip("neigh flush dev e0");

    assertThat(pool.client().get(HTTP, 1).areComplete()).isFalse();
  }

  @Test
  void anAddressThatLeavesThePoolIsNotUsedAnyMore() {
    pool.edit("cluster.yaml", "10.1.210.60-10.1.210.61", "10.1.210.60, 10.1.210.63");

    assertThat(held(pool.director())).containsExactly("10.1.210.60", "10.1.210.63");
    assertThat(pool.client().get(HTTP, 20).clientsSeen())
        .containsExactly("10.1.210.60", "10.1.210.63");

    pool.agents().cleanUp();

    assertThat(held(pool.director())).isEmpty();
    assertThat(pool.director().run("nft", "list", "tables")).isBlank();
  }

  /** The local addresses on the interface that leads to them, as ip, the witness, sees them. */
  static List<String> held(Host director) {
    return LOCAL
        .matcher(director.run("ip", "-4", "-o", "addr", "show", "dev", "e0"))
        .results()
        .map(match -> match.group().replace("/32 ", ""))
        .sorted()
        .toList();
  }
}
