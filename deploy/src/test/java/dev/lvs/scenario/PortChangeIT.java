package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Machine;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.HeldConnections;
import dev.lvs.verdict.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another targetPort for a service that has clients. */
@Tag("kernel")
class PortChangeIT {
  private static final String HTTP = "10.1.210.58:80";

  @ParameterizedTest
  @ValueSource(strings = {"NAT", "FULLNAT"})
  @Row("drain-timed")
  void withDrainConnectionsGoOnAndNewOnesTakeTheOtherPort(String method) {
    try (Scenario nat = by(method, "drain: {timeout: 60s}");
        HeldConnections held = nat.client().hold(HTTP, 4)) {
      assertThat(held.answers().localEnds()).containsExactly("192.0.2.21:8080", "192.0.2.22:8080");

      nat.edit("virtual-service.yaml", "targetPort: 8080", "targetPort: 9090");

      assertThat(held.askAgain()).isEqualTo(held.answers());
      var fresh = nat.client().get(HTTP, 4);
      assertThat(fresh).hasToString("web-1=2 web-2=2");
      assertThat(fresh.localEnds()).containsExactly("192.0.2.21:9090", "192.0.2.22:9090");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NAT", "FULLNAT"})
  void withoutDrainTheyAreCut(String method) {
    try (Scenario nat = by(method, "scheduler: wrr");
        HeldConnections held = nat.client().hold(HTTP, 4)) {
      nat.edit("virtual-service.yaml", "targetPort: 8080", "targetPort: 9090");

      assertThat(held.askAgain().counts().keySet()).noneMatch(name -> name.startsWith("web-"));
      assertThat(nat.client().get(HTTP, 4).localEnds())
          .containsExactly("192.0.2.21:9090", "192.0.2.22:9090");
    }
  }

  private static Scenario by(String method, String line) {
    return new Scenario(
        Topology.of(
            Machine.named(Topology.CLIENT, "10.1.210.100"),
            Machine.named(Topology.DIRECTOR, "10.1.210.51", "192.0.2.1"),
            Machine.named("web-1", "192.0.2.21").via("192.0.2.1").serving(8080, 9090),
            Machine.named("web-2", "192.0.2.22").via("192.0.2.1").serving(8080, 9090)),
        "nat",
        manifests ->
            manifests
                .replace(
                    "virtual-service.yaml",
                    "scheduler: wrr",
                    line.startsWith("scheduler") ? line : "scheduler: wrr\n  " + line)
                .replace("virtual-service.yaml", "method: NAT", "method: " + method));
  }
}
