package dev.lvs.lab;

import static dev.lvs.lab.Topology.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests that the lab shows what the kernel does: each way of forwarding with its negative control,
 * by ipvsadm.
 */
@Tag("kernel")
class LabIT {

  @Test
  void natTakesTheDirectorAsGateway() {
    try (Lab lab = Lab.of(Topology.nat(2))) {
      lab.director().ip("addr add %s/32 dev e0".formatted(VIP));
      lab.director()
          .ipvsadm(
              """
              -A -t 10.1.210.58:80 -s rr
              -a -t 10.1.210.58:80 -r 192.0.2.21:8080 -m
              -a -t 10.1.210.58:80 -r 192.0.2.22:8080 -m
              """);

      assertThat(lab.client().get("10.1.210.58:80", 1)).hasToString("TIMEOUT");
      lab.director().sysctl("net/ipv4/ip_forward", "1");
      var answers = lab.client().get("10.1.210.58:80", 6);

      assertThat(answers).hasToString("web-1=3 web-2=3");
      assertThat(answers.clientsSeen()).containsExactly("10.1.210.100");
      assertThat(answers.localEnds()).containsExactly("192.0.2.21:8080", "192.0.2.22:8080");
      assertThat(lab.director().witness())
          .containsExactly(
              "-A -t 10.1.210.58:80 -s rr",
              "-a -t 10.1.210.58:80 -r 192.0.2.21:8080 -m -w 1",
              "-a -t 10.1.210.58:80 -r 192.0.2.22:8080 -m -w 1");
    }
  }

  @Test
  void directRoutingNeedsTheVipOnTheRealServers() {
    try (Lab lab = Lab.of(Topology.direct())) {
      lab.director().ip("addr add %s/32 dev e0".formatted(VIP));
      lab.director()
          .ipvsadm(
              """
              -A -t 10.1.210.58:80 -s wrr
              -a -t 10.1.210.58:80 -r 10.1.210.52 -g
              -a -t 10.1.210.58:80 -r 10.1.210.53 -g
              -A -u 10.1.210.58:53 -s rr
              -a -u 10.1.210.58:53 -r 10.1.210.52 -g
              -a -u 10.1.210.58:53 -r 10.1.210.53 -g
              """);

      assertThat(lab.client().get("10.1.210.58:80", 1)).hasToString("TIMEOUT");
      for (String server : new String[] {"rs-52", "rs-53"}) {
        lab.host(server).sysctl("net/ipv4/conf/e0/arp_ignore", "1");
        lab.host(server).sysctl("net/ipv4/conf/e0/arp_announce", "2");
        lab.host(server).ip("addr add %s/32 dev lo".formatted(VIP));
      }
      var answers = lab.client().get("10.1.210.58:80", 6);
      var datagrams = lab.client().ask("10.1.210.58:53", 4);

      assertThat(answers).hasToString("rs-52=3 rs-53=3");
      assertThat(answers.localEnds()).containsExactly("10.1.210.58:80");
      assertThat(datagrams).hasToString("rs-52=2 rs-53=2");
      assertThat(lab.neighbour("client", VIP)).contains("lvs-director");
      try (var held = lab.client().hold("10.1.210.58:80", 4);
          var download = lab.client().download("10.1.210.58:80")) {
        assertThat(held.answers()).hasToString("rs-52=2 rs-53=2");
        assertThat(held.askAgain()).hasToString("rs-52=2 rs-53=2");
        assertThat(download.goesOn()).as(download.failure()).isTrue();
      }
      assertThat(lab.client().get("10.1.210.58:81", 1)).hasToString("REFUSED");
    }
  }

  @Test
  void tunnelsNeedTheDeviceOnTheRealServers() {
    try (Lab lab = Lab.of(Topology.tunnel())) {
      lab.director().ip("addr add %s/32 dev e0".formatted(VIP));
      lab.director()
          .ipvsadm(
              """
              -A -t 10.1.210.58:80 -s rr
              -a -t 10.1.210.58:80 -r 198.51.100.21 -i
              -a -t 10.1.210.58:80 -r 198.51.100.22 -i
              """);

      assertThat(lab.client().get("10.1.210.58:80", 1)).hasToString("REFUSED");
      for (String server : new String[] {"rs-21", "rs-22"}) {
        lab.host(server)
            .ip(
                "link add lvsip type ipip local %s remote any"
                    .formatted(server.replace("rs-", "198.51.100.")),
                "addr add %s/32 dev lvsip".formatted(VIP),
                "link set lvsip up");
      }

      assertThat(lab.client().get("10.1.210.58:80", 6)).hasToString("rs-21=3 rs-22=3");
      assertThat(lab.director().sysctl("net/ipv4/ip_forward")).isEqualTo("0");
    }
  }
}
