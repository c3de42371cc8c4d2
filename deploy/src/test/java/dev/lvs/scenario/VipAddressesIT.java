package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Machine;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.Client;
import dev.lvs.verdict.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses that a director, or its network, needs for what they are, named as VIPs. */
@Tag("kernel")
class VipAddressesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String GATEWAY = "10.1.210.1";
  private static final String SECOND = "10.1.210.70";
  private static final String API = "203.0.113.10";

  /** The director answers on its own port 80, and reaches the API server by its gateway. */
  @AutoClose
  private final Lab lab =
      Lab.of(
          Topology.of(
              Machine.named(Topology.CLIENT, "10.1.210.100"),
              Machine.named("gateway", GATEWAY, "203.0.113.1").forwarding().serving(80),
              Machine.named("api", API).via("203.0.113.1").serving(80),
              Machine.named(Topology.DIRECTOR, "10.1.210.51", SECOND, "192.0.2.1")
                  .via(GATEWAY)
                  .serving(80),
              Machine.named("web-1", "192.0.2.21").via("192.0.2.1").serving(8080)));

  @AutoClose private final EditableManifests manifests = EditableManifests.ofExample("nat");

  @TempDir private Path state;

  @Test
  @Row("vip-is-gateway")
  void theGatewayStaysTheGateway() {
    vip(GATEWAY);

    List<String> said = director().shortfalls();

    assertThat(said)
        .singleElement()
        .asString()
        .startsWith("VipIsGateway: 10.1.210.1 is a gateway of this node's routes")
        .contains("Choose another VIP");
    assertThat(lab.director().witness()).isEmpty();
    assertThat(asked(GATEWAY)).isEqualTo("gateway=1");
    assertThat(lab.client().get(GATEWAY + ":80", 1)).hasToString("gateway=1");

    lab.director().ip("addr add %s/32 dev e0".formatted(GATEWAY));
    assertThat(asked(GATEWAY)).as("held all the same").isEqualTo("lvs-director=1");
  }

  @Test
  @Row("vip-is-gateway")
  void aVipOfOursThatBecomesAGatewayIsGivenUp() {
    vip("192.0.2.99");
    assertThat(director().round().isConverged()).isTrue();
    assertThat(addresses()).contains("192.0.2.99/32");

    lab.director().ip("route add 198.51.100.0/24 via 192.0.2.99");

    assertThat(director().shortfalls()).singleElement().asString().startsWith("VipIsGateway");
    assertThat(addresses()).doesNotContain("192.0.2.99/32");
    assertThat(lab.director().witness()).isEmpty();
  }

  /** By a gateway whose address the node has meanwhile, the route leads to itself. */
  @Test
  @Row("vip-is-gateway")
  void aGatewayThatIsAwayForAMomentStaysTheGateway() {
    vip(GATEWAY);
    manifests.replace("cluster.yaml", "[10.1.210.1/32]", "[10.1.210.1/32, 10.1.210.58/32]");
    Host director = lab.director();
    try (AgentProcess agent = AgentProcess.run(director, manifests.folder(), state)) {
      await().atMost(PATIENCE).until(() -> agent.log().contains("VipIsGateway"));

      director.ip("link set e0 down");
      manifests.write(
          "other.yaml",
          manifests
              .read("virtual-service.yaml")
              .replace("{name: web,", "{name: other,")
              .replace(GATEWAY, Topology.VIP));
      await().atMost(PATIENCE).until(() -> addresses().contains(Topology.VIP + "/32"));
      director.ip("link set e0 up", "route add default via " + GATEWAY);

      assertThat(asked(API)).isEqualTo("api=1");
    }
    director.ip(
        "route del default",
        "addr add %s/32 dev e0".formatted(GATEWAY),
        "route add default via " + GATEWAY);
    assertThat(asked(API)).as("taken in between").doesNotContain("api");
  }

  @Test
  @Row("vip-is-own-address")
  void anAddressOfTheNodeKeepsItsPorts() {
    vip(SECOND);
    manifests.replace(
        "virtual-service.yaml",
        "ports: [{port: 80, targetPort: 8080}]",
        "ports: [{port: 0}]\n  persistence: {mode: PCC, timeout: 60s}");

    List<String> said = director().shortfalls();

    assertThat(said)
        .singleElement()
        .asString()
        .startsWith("VipIsOwnAddress")
        .contains("ip addr del 10.1.210.70/24 dev e0", "announcement.mode none");
    assertThat(lab.director().witness()).isEmpty();
    assertThat(lab.client().get(SECOND + ":80", 1)).hasToString("lvs-director=1");

    lab.director()
        .ipvsadm("-A -t 10.1.210.70:0 -s rr -p 60\n-a -t 10.1.210.70:0 -r 192.0.2.21:0 -m -w 1\n");
    assertThat(lab.client().get(SECOND + ":80", 1).toString())
        .as("served all the same")
        .doesNotContain("lvs-director");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,    192.0.2.1/24 dev e1",
    "198.51.100.1, 198.51.100.1/24 dev cni0",
    "198.51.100.9, 198.51.100.9/32 dev lo",
    "198.51.100.8, 198.51.100.8/32 dev cni0"
  })
  @Row("vip-is-own-address")
  void soDoThoseOfEveryInterface(String address, String removal) {
    lab.director()
        .ip(
            "link add cni0 type bridge",
            "addr add 198.51.100.1/24 dev cni0",
            "addr add 198.51.100.8/32 dev cni0",
            "addr add 198.51.100.9/32 dev lo");
    vip(address);

    assertThat(director().shortfalls())
        .singleElement()
        .asString()
        .startsWith("VipIsOwnAddress")
        .contains(removal);
    assertThat(lab.director().witness()).isEmpty();

    lab.director().ip("addr del " + removal);
    if (!removal.endsWith("/24 dev e1")) {
      assertThat(director().round().isConverged()).as("no longer its own").isTrue();
      assertThat(lab.director().witness()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"10.1.210.255, broadcast address", "10.1.210.0, network address"})
  @Row("vip-is-network-address")
  void theEdgesOfItsNetworkAreNobodys(String address, String name) {
    vip(address);

    assertThat(director().shortfalls())
        .singleElement()
        .asString()
        .startsWith("VipIsNetworkAddress")
        .contains(name, "10.1.210.51/24");
    assertThat(addresses()).doesNotContain(address + "/32");
    assertThat(lab.director().witness()).isEmpty();

    lab.director().ip("addr add %s/32 dev e0".formatted(address));
    assertThat(addresses()).as("the kernel takes it").contains(address + "/32");
  }

  /** By hand: to a client of that network the address is no host. */
  @Test
  @Row("vip-is-network-address")
  void noClientOfTheNetworkReachesItsBroadcastAddress() {
    for (String address : List.of("10.1.210.58", "10.1.210.255")) {
      lab.director().ip("addr add %s/32 dev e0".formatted(address));
      lab.director()
          .ipvsadm("-A -t %1$s:80 -s rr\n-a -t %1$s:80 -r 192.0.2.21:8080 -m\n".formatted(address));
    }
    lab.director().sysctl("net/ipv4/ip_forward", "1");

    assertThat(lab.client().get("10.1.210.58:80", 1)).hasToString("web-1=1");
    assertThatThrownBy(() -> lab.client().get("10.1.210.255:80", 1))
        .rootCause()
        .hasMessageContaining("unreachable");
  }

  @Test
  @Row("vip-is-api-server")
  void theApiServerStaysReachable() {
    vip(API);

    assertThat(director().shortfalls(API))
        .singleElement()
        .asString()
        .startsWith("VipIsApiServer: 203.0.113.10 is the address of the API server");
    assertThat(asked(API)).isEqualTo("api=1");

    assertThat(director().shortfalls()).as("who does not know").isEmpty();
    assertThat(asked(API)).doesNotContain("api");
  }

  @Test
  @Row("vip-is-gateway")
  void saysSoInTheLogAndBeforehand() {
    vip(GATEWAY);
    Host director = lab.director();
    String[] diff =
        AgentProcess.commandLine(
            List.of(
                "diff",
                "--manifests",
                manifests.folder().toString(),
                "--node",
                director.name(),
                "--state-dir",
                state.toString()));

    assertThat(director.run("sh", "-c", String.join(" ", diff) + " 2>&1; echo code $?"))
        .contains(
            "VirtualService shop/web: hold VIP 10.1.210.1 and serve on it: VipIsGateway: 10.1.210.1"
                + " is a gateway",
            "code")
        .doesNotContain("ip addr add", "code 0");
    try (AgentProcess agent = AgentProcess.run(director, manifests.folder(), state)) {
      await()
          .atMost(PATIENCE)
          .until(() -> agent.log().contains("VipIsGateway: 10.1.210.1 is a gateway"));
    }
  }

  private Once director() {
    return new Once(lab.director(), manifests, state);
  }

  private void vip(String address) {
    manifests
        .replace("cluster.yaml", "10.1.210.58/32", address + "/32")
        .replace("virtual-service.yaml", "10.1.210.58", address);
  }

  private String asked(String address) {
    Host director = lab.director();
    return new Client(director::inside).get(address + ":80", 1).toString();
  }

  private String addresses() {
    return lab.director().run("ip", "-o", "-4", "addr");
  }
}
