package dev.lvs.agent.probe.arp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.net.IpAddress;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArpMessageTest {
  private static final byte[] MAC = {2, 0, 10, 1, (byte) 0xd2, 0x34};

  @Test
  void aRequestSaysWhereItsSenderIs() {
    byte[] request =
        ArpMessage.request(MAC, IpAddress.parse("10.1.210.51"), IpAddress.parse("10.1.210.58"));

    assertThat(HexFormat.of().formatHex(request))
        .isEqualTo("0001080006040001" + "02000a01d2340a01d233" + "0000000000000a01d23a");
    assertThat(ArpMessage.read(request))
        .hasValue(new ArpMessage("02:00:0a:01:d2:34", IpAddress.parse("10.1.210.51")));
  }

  @Test
  void whatIsNoMessageClaimsNothing() {
    assertThat(ArpMessage.read(new byte[0])).isEmpty();
    assertThat(ArpMessage.read(new byte[28])).isEmpty();
  }

  @Test
  void stationsAreReadFromTheKernelsList() {
    Stream<String> lines =
        """
        IP address       HW type     Flags       HW address            Mask     Device
        10.1.210.52      0x1         0x2         02:00:0A:01:d2:34     *        e0
        10.1.210.53      0x1         0x0         00:00:00:00:00:00     *        e0
        """
            .lines();

    assertThat(Stations.read(lines))
        .isEqualTo(Map.of(IpAddress.parse("10.1.210.52"), "02:00:0a:01:d2:34"));
  }
}
