package dev.lvs.agent.netlink.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.netlink.AttributeReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteEventsTest {
  private static final int AF_INET = 2;
  private static final int STATIC = Rtnetlink.RTPROT_STATIC;
  private static final int BGP = 186;

  @ParameterizedTest
  @CsvSource({
    Rtnetlink.RTM_NEWLINK + ", 0, true",
    Rtnetlink.RTM_DELLINK + ", 0, true",
    Rtnetlink.RTM_NEWLINK + ", 7, false",
    Rtnetlink.RTM_NEWADDR + ", 2, true",
    Rtnetlink.RTM_DELADDR + ", 10, true",
    Rtnetlink.RTM_DELADDR + ", 5, false",
    "28, 2, false"
  })
  void linksAndIpAddressesMatterAndPortsOfBridgesAndNeighboursDoNot(
      int type, int family, boolean matters) {
    assertThat(RouteEvents.matter(type, header(family, 0, 0))).isEqualTo(matters);
  }

  @ParameterizedTest
  @CsvSource({
    "0, " + BGP + ", true",
    "32, " + STATIC + ", true",
    "32, " + BGP + ", false",
    "24, " + STATIC + ", false"
  })
  void ofRoutesOnlyDefaultsAndThoseLikeOursMatter(int length, int protocol, boolean matters) {
    for (int type : new int[] {Rtnetlink.RTM_NEWROUTE, Rtnetlink.RTM_DELROUTE}) {
      assertThat(RouteEvents.matter(type, header(AF_INET, length, protocol))).isEqualTo(matters);
    }
  }

  /** {@code struct rtmsg}; the others begin with the family too. */
  private static AttributeReader header(int family, int length, int protocol) {
    byte[] bytes = {
      (byte) family, (byte) length, 0, 0, (byte) 254, (byte) protocol, 0, 1, 0, 0, 0, 0
    };
    return new AttributeReader(bytes, 0, bytes.length);
  }
}
