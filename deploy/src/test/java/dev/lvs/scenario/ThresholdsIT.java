package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class ThresholdsIT {

  private static final String HTTP = "10.1.210.58:80";

  @AutoClose private final Scenario limits = new Scenario(Topology.nat(2), "thresholds");

  @Test
  @Row("thresholds")
  void aFullRealServerTakesNoNewConnections() {
    try (var held = limits.client().hold(HTTP, 6)) {
      assertThat(held.answers()).hasToString("REFUSED=2 web-1=2 web-2=2");
    }

    assertThat(limits.director().run("ipvsadm", "-Ln", "--thresholds").lines())
        .filteredOn(line -> line.contains("192.0.2."))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line.strip()).matches("-> 192.0.2.2[12]:8080 +2 +1 +.*"));
  }

  @Test
  @Row("thresholds")
  void aHigherThresholdMakesRoomAtOnce() {
    try (var held = limits.client().hold(HTTP, 4)) {
      assertThat(limits.client().get(HTTP, 1)).hasToString("REFUSED");

      // without a lower one: late 6.12 kernels hold a full server to that even then
      limits.edit("virtual-service.yaml", "{upper: 2, lower: 1}", "{upper: 100}");

      assertThat(limits.client().get(HTTP, 2)).hasToString("web-1=1 web-2=1");
      assertThat(held.askAgain()).isEqualTo(held.answers());
    }
  }

  @Test
  @Row("thresholds-32-bits")
  void aThresholdHasMoreThanSixteenBits() {
    limits.edit("virtual-service.yaml", "{upper: 2, lower: 1}", "{upper: 100000, lower: 70000}");
    limits.edit("real-servers.yaml", "weight: 1}", "weight: 1, thresholds: {upper: 2147483647}}");

    assertThat(limits.director().run("ipvsadm", "-Ln", "--thresholds").lines())
        .filteredOn(line -> line.contains("192.0.2."))
        .extracting(String::strip)
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).matches("-> 192.0.2.21:8080 +2147483647 +0 .*"),
            line -> assertThat(line).matches("-> 192.0.2.22:8080 +100000 +70000 .*"));
    assertThat(limits.client().get(HTTP, 2)).hasToString("web-1=1 web-2=1");
  }

  @Test
  @Row("thresholds")
  void aRealServersOwnThresholdWins() {
    limits.edit("real-servers.yaml", "weight: 1}", "weight: 1, thresholds: {upper: 4, lower: 3}}");

    try (var held = limits.client().hold(HTTP, 8)) {
      assertThat(held.answers()).hasToString("REFUSED=2 web-1=4 web-2=2");
    }
  }
}
