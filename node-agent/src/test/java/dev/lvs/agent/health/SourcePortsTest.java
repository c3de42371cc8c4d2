package dev.lvs.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.ProbeWay.Forwarded;
import dev.lvs.agent.plan.CheckSamples;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourcePortsTest {
  private Instant now = Instant.EPOCH;
  private final Set<Integer> listening = new HashSet<>();
  private final SourcePorts ports =
      new SourcePorts(() -> now, (_, port) -> !listening.contains(port));

  @Test
  void aCheckKeepsItsPortAndSharesItWithNoOtherOfTheSameVip() {
    Set<Integer> all = new HashSet<>();
    for (int server = 1; server <= 5000; server++) {
      all.add(ports.of(way(server, 80), CheckSamples.TCP).orElseThrow());
    }
    ports.tidy();

    assertThat(all).hasSize(5000).allMatch(port -> port >= 12_000 && port < 30_000);
    assertThat(ports.of(way(17, 80), CheckSamples.TCP)).hasValue(again(17));
  }

  private int again(int server) {
    return ports.of(way(server, 80), CheckSamples.TCP).orElseThrow();
  }

  @Test
  void whatListensIsPassedOver() {
    int usual = ports.of(way(1, 80), CheckSamples.TCP).orElseThrow();
    listening.add(usual);

    assertThat(ports.of(way(1, 443), CheckSamples.TCP)).hasValue(usual + 1);
  }

  @Test
  void aPortThatWasGivenBackRestsAsLongAsIpvsRemembersIt() {
    int usual = ports.of(way(1, 80), CheckSamples.TCP).orElseThrow();
    ports.tidy();
    ports.tidy();

    int soon = ports.of(way(1, 80), CheckSamples.TCP).orElseThrow();
    ports.tidy();
    ports.tidy();
    now = now.plus(SourcePorts.REST).plus(Duration.ofSeconds(1));
    ports.tidy();
    int later = ports.of(way(1, 80), CheckSamples.TCP).orElseThrow();

    assertThat(soon).isNotEqualTo(usual);
    assertThat(later).isEqualTo(usual);
  }

  @Test
  void thereIsAnEndOfThem() {
    for (int server = 1; server <= 18_000; server++) {
      assertThat(ports.of(way(server, 80), CheckSamples.TCP)).isPresent();
    }

    assertThat(ports.of(way(18_001, 80), CheckSamples.TCP)).isEmpty();
  }

  private static Forwarded way(int mark, int port) {
    return new Forwarded(
        new MarkKey(AddressFamily.IPV4, mark),
        IpAddress.parse("192.0.2.21"),
        IpAddress.parse("192.0.2.10"),
        port,
        IpAddress.parse("192.0.2.1"),
        true);
  }
}
