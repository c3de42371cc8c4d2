package dev.lvs.agent.kernel.neighbour;

import static dev.lvs.agent.kernel.Samples.ip;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnouncementFrameTest {
  private static final byte[] MAC = HexFormat.of().parseHex("020000000002");

  @Test
  void announcesAnIpv4AddressByARequestForItselfAndByAReply() {
    List<byte[]> frames = AnnouncementFrame.all(ip("192.0.2.10"), MAC);

    String header = "ffffffffffff" + "020000000002" + "0806" + "0001" + "0800" + "06" + "04";
    String addresses = "020000000002" + "c000020a" + "000000000000" + "c000020a";
    assertThat(frames)
        .map(HexFormat.of()::formatHex)
        .containsExactly(header + "0001" + addresses, header + "0002" + addresses);
  }

  @Test
  void announcesAnIpv6AddressByAnAdvertisementThatOverrides() {
    List<byte[]> frames = AnnouncementFrame.all(ip("2001:db8::10"), MAC);

    assertThat(frames)
        .map(HexFormat.of()::formatHex)
        .containsExactly(
            "333300000001"
                + "020000000002"
                + "86dd"
                + "60000000"
                + "0020"
                + "3a"
                + "ff"
                + "20010db8000000000000000000000010"
                + "ff020000000000000000000000000001"
                + "8800"
                + "f90b"
                + "20000000"
                + "20010db8000000000000000000000010"
                + "0201"
                + "020000000002");
  }
}
