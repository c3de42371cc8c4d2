package dev.lvs.agent.diff;

import static dev.lvs.agent.diff.StateTable.changes;
import static dev.lvs.agent.diff.StateTable.diff;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Foreign;
import org.junit.jupiter.api.Test;

/** Foreign objects, which are left as they are and reported, or adopted. */
class ForeignTest {
  @Test
  void leavesAVirtualServerThatSomebodyElseAdded() {
    Diff diff =
        diff(
            """
            -t 192.0.2.10:80                     | -s wrr  | -s rr   | -
            -t 192.0.2.10:80 -r 198.51.100.21:80 | -g -w 1 | -       | -
            -t 192.0.2.10:80 -r 198.51.100.99:80 | -       | -m -w 1 | -
            """);

    assertThat(diff.changes()).isEmpty();
    assertThat(diff.foreign())
        .singleElement()
        .satisfies(
            foreign -> {
              assertThat(foreign.isInTheWay()).isTrue();
              assertThat(foreign.message())
                  .contains("TCP 192.0.2.10:80", "not put there by this agent", "adopt: true");
            });
  }

  @Test
  void saysNothingOfWhatThePlanIsNotAbout() {
    Diff diff =
        diff(
            """
            -t 192.0.2.99:80                     | - | -s rr   | -
            -t 192.0.2.99:80 -r 198.51.100.99:80 | - | -m -w 1 | -
            192.0.2.99/32 dev eth0               | - | yes     | -
            lvsx 198.51.100.21                   | - | yes     | -
            """);

    assertThat(diff.changes()).isEmpty();
    assertThat(diff.foreign()).isEmpty();
  }

  @Test
  void takesOverAVirtualServerWithItsDestinationsWhenAskedTo() {
    assertThat(
            changes(
                """
                -t 192.0.2.10:80                     | -s wrr  | -s wrr  | adopt
                -t 192.0.2.10:80 -r 198.51.100.21:80 | -g -w 1 | -g -w 1 | -
                -t 192.0.2.10:80 -r 198.51.100.22:80 | -g -w 1 | -       | -
                -t 192.0.2.10:80 -r 198.51.100.99:80 | -       | -g -w 1 | -
                """))
        .as("edits what is as it should be, so that it gets into the ledger")
        .containsExactly(
            "ipvsadm -E -t 192.0.2.10:80 -s wrr",
            "ipvsadm -e -t 192.0.2.10:80 -r 198.51.100.21:80 -g -w 1",
            "ipvsadm -a -t 192.0.2.10:80 -r 198.51.100.22:80 -g -w 1",
            "ipvsadm -d -t 192.0.2.10:80 -r 198.51.100.99:80");
  }

  @Test
  void leavesDestinationsThatSomebodyElseAddedToAVirtualServerOfOurs() {
    Diff diff =
        diff(
            """
            -t 192.0.2.10:80                     | -s wrr  | -s wrr  | yes
            -t 192.0.2.10:80 -r 198.51.100.21:80 | -g -w 1 | -g -w 1 | yes
            -t 192.0.2.10:80 -r 198.51.100.22:80 | -g -w 5 | -g -w 1 | -
            -t 192.0.2.10:80 -r 198.51.100.99:80 | -       | -m -w 1 | -
            """);

    assertThat(diff.changes()).isEmpty();
    assertThat(diff.foreign()).extracting(Foreign::isInTheWay).containsExactly(true, false, true);
    assertThat(diff.foreign())
        .extracting(Foreign::message)
        .satisfiesExactly(
            wanted -> assertThat(wanted).contains("198.51.100.22:80", "wants it otherwise"),
            other -> assertThat(other).contains("198.51.100.99:80").doesNotContain("otherwise"),
            share -> assertThat(share).contains("1 of 7 parts", "198.51.100.99:80"));
  }

  @Test
  void takesADestinationOfSomebodyElseThatGetsNoConnectionsForHarmless() {
    Diff diff =
        diff(
            """
            -t 192.0.2.10:80                     | -s wrr  | -s wrr  | yes
            -t 192.0.2.10:80 -r 198.51.100.21:80 | -g -w 1 | -g -w 1 | yes
            -t 192.0.2.10:80 -r 198.51.100.99:80 | -       | -g -w 0 | -
            """);

    assertThat(diff.foreign()).extracting(Foreign::isInTheWay).containsExactly(false);
  }

  @Test
  void keepsAVirtualServerOfOursThatHasDestinationsOfSomebodyElse() {
    Diff diff =
        diff(
            """
            192.0.2.10/32 dev eth0               | - | yes     | yes
            -t 192.0.2.10:80                     | - | -s wrr  | yes
            -t 192.0.2.10:80 -r 198.51.100.21:80 | - | -g -w 1 | yes
            -t 192.0.2.10:80 -r 198.51.100.99:80 | - | -m -w 1 | -
            """);

    assertThat(diff.changes())
        .extracting(Change::adminLine)
        .containsExactly(
            "ip addr del 192.0.2.10/32 dev eth0",
            "ipvsadm -d -t 192.0.2.10:80 -r 198.51.100.21:80");
    assertThat(diff.foreign())
        .extracting(Foreign::message)
        .singleElement()
        .asString()
        .contains("not wanted any more", "1 of its destinations");
  }

  @Test
  void usesAnAddressThatSomebodyElseAdded() {
    Diff diff =
        diff(
            """
            192.0.2.10/32 dev eth0 | yes | yes | -
            """);

    assertThat(diff.changes()).isEmpty();
    assertThat(diff.foreign()).extracting(Foreign::isInTheWay).containsExactly(false);
  }

  @Test
  void tellsOfAWantedAddressOnAnotherDevice() {
    Diff diff =
        diff(
            """
            192.0.2.10/32 dev eth0 | -   | yes | -
            192.0.2.10/32 dev lo   | yes | -   | -
            """);

    assertThat(diff.changes())
        .extracting(Change::adminLine)
        .containsExactly("ip addr add 192.0.2.10/32 dev lo");
    assertThat(diff.foreign())
        .extracting(Foreign::message)
        .singleElement()
        .asString()
        .contains("192.0.2.10 is on eth0");
  }

  @Test
  void leavesATunnelDeviceOfTheSameNameAndAnotherMake() {
    Diff diff =
        diff(
            """
            lvsi-c6336415 198.51.100.21 | yes | -   | -
            lvsi-c6336415 198.51.100.99 | -   | yes | -
            """);

    assertThat(diff.changes()).isEmpty();
    assertThat(diff.foreign()).extracting(Foreign::isInTheWay).containsExactly(true);
  }

  @Test
  void keepsATunnelDeviceThatHoldsAnAddressOfSomebodyElse() {
    Diff diff =
        diff(
            """
            192.0.2.10/32 dev lvsi-c6336415 | - | yes | yes
            192.0.2.99/32 dev lvsi-c6336415 | - | yes | -
            lvsi-c6336415 198.51.100.21     | - | yes | yes
            """);

    assertThat(diff.changes())
        .extracting(Change::adminLine)
        .containsExactly("ip addr del 192.0.2.10/32 dev lvsi-c6336415");
    assertThat(diff.foreign()).extracting(Foreign::isInTheWay).containsExactly(false);
  }

  @Test
  void leavesASysctlThatIsSetAlready() {
    assertThat(
            changes(
                """
                net/ipv4/ip_forward           | 1 | 1 | -
                net/ipv4/conf/eth0/arp_ignore | - | 1 | -
                """))
        .isEmpty();
  }
}
