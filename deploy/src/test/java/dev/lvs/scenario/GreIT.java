package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class GreIT {

  @AutoClose private final Scenario gre = new Scenario(Topology.tunnel(), "tun-gre");

  @Test
  @Row({"tunnel-gre", "tunnel-csum", "real-server-of-tunnels-set-up"})
  void reachesRealServersWithChecksums() {
    assertThat(gre.client().get("10.1.210.58:80", 6)).hasToString("rs-21=3 rs-22=3");
    assertThat(gre.director().witness())
        .contains(
            "-a -t 10.1.210.58:80 -r 198.51.100.21:80 -i -w 1 --tun-type gre --tun-csum",
            "-a -t 10.1.210.58:80 -r 198.51.100.22:80 -i -w 1 --tun-type gre --tun-csum");
  }

  @Test
  @Row({"tunnel-gre", "tunnel-nocsum", "real-server-of-tunnels-set-up"})
  void realServersFollowWhenTheChecksumChanges() {
    gre.edit("virtual-service.yaml", "checksum: csum", "checksum: none");

    assertThat(gre.client().get("10.1.210.58:80", 6)).hasToString("rs-21=3 rs-22=3");
    assertThat(gre.director().witness())
        .contains("-a -t 10.1.210.58:80 -r 198.51.100.21:80 -i -w 1 --tun-type gre --tun-nocsum");
  }

  @Test
  void aDirectorOfAnotherMindAboutChecksumsIsNotHeard() {
    gre.agents().stop();
    gre.director().run("ipvsadm", "-C");
    gre.director()
        .ipvsadm(
            """
            -A -t 10.1.210.58:80 -s rr
            -a -t 10.1.210.58:80 -r 198.51.100.21 -i --tun-type gre --tun-nocsum
            """);

    assertThat(gre.client().get("10.1.210.58:80", 1)).hasToString("TIMEOUT");
  }

  @Test
  void isRefusedWithoutTheDevice() {
    gre.host("rs-21").ip("link del lvsgc-c6336415");
    gre.host("rs-22").ip("link del lvsgc-c6336416");

    assertThat(gre.client().get("10.1.210.58:80", 1)).hasToString("REFUSED");
  }
}
