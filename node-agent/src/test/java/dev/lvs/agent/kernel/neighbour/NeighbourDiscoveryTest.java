package dev.lvs.agent.kernel.neighbour;

import static dev.lvs.agent.kernel.Samples.ip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.neighbour.NeighbourDiscovery.Claim;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NeighbourDiscoveryTest {
  private static final byte[] MAC = HexFormat.of().parseHex("020000000002");
  private static final byte[] HERE = NeighbourDiscovery.advertisement(ip("2001:db8::10"), MAC);

  @Test
  void asksAsAStationWithoutAddressTheGroupOfThatAddress() {
    byte[] packet = NeighbourDiscovery.solicitation(ip("2001:db8::1:2345:6789"));

    assertThat(HexFormat.of().formatHex(packet))
        .isEqualTo(
            "60000000"
                + "0018"
                + "3a"
                + "ff"
                + "00000000000000000000000000000000"
                + "ff0200000000000000000001ff456789"
                + "8700"
                + "5a51"
                + "00000000"
                + "20010db8000000000000000123456789");
  }

  @Test
  void readsWhoSaysThatItHasAnAddress() {
    assertThat(NeighbourDiscovery.read(HERE))
        .contains(new Claim(ip("2001:db8::10"), "02:00:00:00:00:02"));
  }

  @Test
  void readsPastOptionsThatItDoesNotKnow() {
    byte[] nonce = HexFormat.of().parseHex("0e01000000000001");
    byte[] more = Arrays.copyOf(HERE, HERE.length + nonce.length);
    System.arraycopy(HERE, 64, more, 72, 8);
    System.arraycopy(nonce, 0, more, 64, nonce.length);

    assertThat(NeighbourDiscovery.read(more)).isEqualTo(NeighbourDiscovery.read(HERE));
  }

  @Test
  void whatIsNoAdvertisementOfThisLinkClaimsNothing() {
    for (int length = 0; length < HERE.length; length++) {
      assertThat(NeighbourDiscovery.read(Arrays.copyOf(HERE, length))).as("cut off").isEmpty();
    }
    assertThat(NeighbourDiscovery.read(with(7, 254))).as("forwarded").isEmpty();
    assertThat(NeighbourDiscovery.read(with(6, 17))).as("no ICMPv6").isEmpty();
    assertThat(NeighbourDiscovery.read(with(40, 135))).as("a solicitation").isEmpty();
    assertThat(NeighbourDiscovery.read(with(64, 1))).as("without a station").isEmpty();
    assertThat(NeighbourDiscovery.read(with(65, 0))).as("an option of no length").isEmpty();
  }

  private static byte[] with(int at, int value) {
    byte[] packet = HERE.clone();
    packet[at] = (byte) value;
    return packet;
  }
}
