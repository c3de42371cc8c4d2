package dev.lvs.lab.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.traffic.Sniffer.Sighting;
import dev.lvs.lab.traffic.Sniffer.Sign;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnifferTest {
  private static final IpAddress VIP = IpAddress.parse("192.0.2.10");
  private final List<Sighting> seen = new ArrayList<>();

  private SnifferTest at(int millis, String station) {
    seen.add(new Sighting(millis * 1_000_000L, VIP, station, Sign.ARP));
    return this;
  }

  @Test
  void takesOneAfterAnotherForAHandOver() {
    at(0, "a").at(10, "a").at(15, "b").at(25, "b").at(200, "a");

    assertThat(Sniffer.two(seen)).isEmpty();
  }

  @Test
  void seesTwoThatTakeTurns() {
    at(0, "a").at(10, "b").at(90, "a");

    assertThat(Sniffer.two(seen)).contains("192.0.2.10 is at b and at a within 80 ms");
  }
}
