package dev.lvs.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.InFreshNamespace;
import dev.lvs.tool.list.Goldens;
import dev.lvs.verdict.Row;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our lists beside those of ipvsadm, byte by byte, of one kernel. */
@Tag("kernel")
@ExtendWith(InFreshNamespace.class)
class ListIT {
  /** Clients on the director itself: their packets pass LOCAL_OUT, and go to nobody. */
  private static final String TRAFFIC =
      """
      import socket
      for port in (53, 5060):
        for i in range(3):
          u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
          u.sendto(b'OPTIONS sip:a@b SIP/2.0\\r\\nCall-ID: 38482@example.com\\r\\n\\r\\n', ('192.0.2.10', port))
      for family, to in ((socket.AF_INET, '192.0.2.10'), (socket.AF_INET6, '2001:db8::10')):
        s = socket.socket(family, socket.SOCK_STREAM)
        s.setblocking(0)
        s.connect_ex((to, 80))
      """;

  @BeforeEach
  void prepare() throws Exception {
    sh(
        """
        ip link set lo up
        ip link add e0 type dummy
        ip addr add 192.0.2.1/24 dev e0
        ip addr add 198.51.100.254/24 dev e0
        ip addr add 2001:db8::1/64 dev e0 nodad
        ip link set e0 up
        """);
  }

  @Row({
    "list-exact",
    "list-stats-and-rates",
    "list-thresholds",
    "list-persistent-connections",
    "list-tunnels"
  })
  @Test
  void listsEveryEntryAsIpvsadmDoes() throws Exception {
    for (String line : Goldens.read("every-option.dump").lines().toList()) {
      ProgramOutput.ipvsadm(line);
    }

    for (String options :
        new String[] {
          "",
          "--stats",
          "--rate",
          "--stats --exact",
          "--rate --exact",
          "--thresholds",
          "--persistent-conn",
          "--tun-info",
          "--nosort",
          "--sort --stats --rate",
          "--thresholds --persistent-conn --tun-info",
          "-t 192.0.2.10:80",
          "--tcp-service [2001:db8::10]:80 --stats",
          "-u 192.0.2.10:53 --tun-info",
          "--sctp-service 192.0.2.10:132",
          "-f 7 --thresholds",
          "-f 9 -6"
        }) {
      assertSame(options);
    }
  }

  @Row("guide-ipvsadm-list-clear")
  @Test
  void listsAndClearsWhatTheGuideDoes() throws Exception {
    sh("ipvsadm -A -u 192.0.2.99:53 -s rr");
    assertThat(ProgramOutput.lvs("clear", "--all")).isEqualTo(new ProgramOutput(0, "", ""));
    String nothing = ProgramOutput.ipvsadm("-ln").out();
    sh(
        """
        VIP=10.1.210.58
        ipvsadm -A -t $VIP:80 -s wrr
        ipvsadm -a -t $VIP:80 -r 10.1.210.52 -g -w 1
        ipvsadm -a -t $VIP:80 -r 10.1.210.53 -g -w 1
        """);

    assertThat(ProgramOutput.lvs("list")).isEqualTo(ProgramOutput.ipvsadm("-ln"));
    assertThat(ProgramOutput.ipvsadm("-ln").out().lines()).hasSize(6);
    for (String options :
        new String[] {
          "",
          "--stats",
          "--rate",
          "--stats --exact",
          "--thresholds",
          "--persistent-conn",
          "--sort",
          "-c",
          "--timeout",
          "-t 10.1.210.58:80",
          "-t 10.1.210.58:80 --stats"
        }) {
      assertSame(options);
    }

    ProgramOutput cleared = ProgramOutput.lvs("clear", "--all");

    assertThat(cleared).isEqualTo(new ProgramOutput(0, "", ""));
    assertThat(ProgramOutput.ipvsadm("-ln").out()).isEqualTo(nothing);
    assertThat(nothing).contains("Prot LocalAddress:Port").doesNotContain("192.0.2.99");
    assertSame("");
  }

  @Row({"list-stats-and-rates", "list-persistent-connections", "list-connections"})
  @Test
  void listsConnectionsAndWhatPassedAsIpvsadmDoes() throws Exception {
    sh(
        """
        ip addr add 192.0.2.10/32 dev e0
        ip addr add 2001:db8::10/128 dev e0 nodad
        ip neigh add 198.51.100.21 lladdr 02:00:00:00:00:01 dev e0
        ip -6 neigh add 2001:db8::21 lladdr 02:00:00:00:00:01 dev e0
        ipvsadm -A -u 192.0.2.10:53 -s rr -p 300
        ipvsadm -a -u 192.0.2.10:53 -r 198.51.100.21:5353 -m
        ipvsadm -A -u 192.0.2.10:5060 -s rr -p 300 --pe sip
        ipvsadm -a -u 192.0.2.10:5060 -r 198.51.100.21:5060 -m
        ipvsadm -A -t 192.0.2.10:80 -s rr
        ipvsadm -a -t 192.0.2.10:80 -r 198.51.100.21:8080 -m
        ipvsadm -A -t [2001:db8::10]:80 -s rr
        ipvsadm -a -t [2001:db8::10]:80 -r [2001:db8::21]:8080 -m
        python3 - <<'END'
        """
            + TRAFFIC
            + "END\n"
            // the kernel sums its counters every two seconds
            + "sleep 2.5\n");

    String connections = ignoringTime(ProgramOutput.ipvsadm("-L -n -c").out());
    assertThat(connections).contains("SYN_RECV").contains("[2001:db8::21]:8080");
    assertThat(ignoringTime(ProgramOutput.lvs("list", "-c").out())).isEqualTo(connections);
    String engines = ignoringTime(ProgramOutput.ipvsadm("-L -n -c --persistent-conn").out());
    assertThat(engines).contains("38482@example.com");
    assertThat(ignoringTime(ProgramOutput.lvs("list", "--connections", "--persistent-conn").out()))
        .isEqualTo(engines);
    assertThat(ProgramOutput.ipvsadm("-L -n --stats").out()).contains("  3        3        0");
    assertSame("--stats");
    assertSame("--persistent-conn");
    assertSame("");
    ProgramOutput two = ProgramOutput.lvs("list", "-c", "--limit", "2");
    assertThat(two.out().lines()).hasSize(4);
    assertThat(two.err()).contains("more than 2 connections");
    assertThat(ProgramOutput.lvs("list", "-c", "-o", "json").out()).contains("\"engine\": \"sip\"");
  }

  @Row("zero-counters")
  @Test
  void setsCountersToZero() throws Exception {
    sh(
        """
        ip addr add 192.0.2.10/32 dev e0
        ip neigh add 198.51.100.21 lladdr 02:00:00:00:00:01 dev e0
        for port in 53 5060; do
          ipvsadm -A -u 192.0.2.10:$port -s rr
          ipvsadm -a -u 192.0.2.10:$port -r 198.51.100.21:$port -m
        done
        python3 - <<'END'
        """
            + TRAFFIC
            + "END\nsleep 2.5\n");
    String before = ProgramOutput.ipvsadm("-L -n --stats").out();

    ProgramOutput one = ProgramOutput.lvs("zero", "-u", "192.0.2.10:53");

    String between = ProgramOutput.ipvsadm("-L -n --stats").out();
    assertThat(one).isEqualTo(new ProgramOutput(0, "", ""));
    assertThat(before).containsPattern(":53 +3 ").containsPattern(":5060 +3 ");
    assertThat(between).containsPattern(":53 +0 ").containsPattern(":5060 +3 ");
    assertThat(ProgramOutput.lvs("zero").code()).isZero();
    assertThat(ProgramOutput.ipvsadm("-L -n --stats").out()).containsPattern(":5060 +0 ");
    assertThat(ProgramOutput.lvs("zero", "-u", "192.0.2.10:54"))
        .isEqualTo(
            new ProgramOutput(66, "", "lvs: There is no virtual service UDP 192.0.2.10:54.\n"));
  }

  @Row({"timeouts", "list-sync-daemons"})
  @Test
  void listsTimeoutsAndDaemonsAsIpvsadmDoes() throws Exception {
    sh(
        """
        ipvsadm --set 800 100 200
        ipvsadm --start-daemon backup --mcast-interface e0 --syncid 9 --mcast-group ff02::81 \
          --mcast-port 8849 --mcast-ttl 3 --sync-maxlen 1400
        ipvsadm --start-daemon master --mcast-interface e0 --syncid 7
        """);

    assertSame("--timeout");
    assertThat(ProgramOutput.ipvsadm("-L -n --daemon").out())
        .contains("master")
        .contains("ff02::81");
    assertSame("--daemon");
    assertThat(ProgramOutput.lvs("list", "--timeout", "-o", "yaml").out())
        .isEqualTo("timeouts:\n  tcpSeconds: 800\n  tcpFinSeconds: 100\n  udpSeconds: 200\n");
    assertThat(ProgramOutput.lvs("list", "--daemon", "-o", "yaml").out())
        .contains("daemons:\n- state: \"master\"\n  interface: \"e0\"\n  syncId: 7\n");
  }

  @Test
  void refusesWhatIpvsadmRefuses() throws Exception {
    for (String options :
        new String[] {
          "--timeout --stats",
          "--timeout --daemon",
          "-t 192.0.2.10:80 --timeout",
          "-t 192.0.2.10:80 -u 192.0.2.10:80",
          "-c -t 192.0.2.10:80",
          "-c --stats",
          "--daemon --persistent-conn",
          "-t 192.0.2.300:80",
          "-t 192.0.2.99:80",
          "-f 9"
        }) {
      ProgramOutput said = ProgramOutput.lvs(("list " + options).split(" ", -1));

      assertThat(ProgramOutput.ipvsadm("-L -n " + options).code()).as(options).isNotZero();
      assertThat(said.code()).as(options).isIn(64, 66);
      assertThat(said.out()).as(options).isEmpty();
      assertThat(said.err()).as(options).startsWith("lvs").contains(" ");
    }
  }

  private static void assertSame(String options) throws Exception {
    ProgramOutput theirs = ProgramOutput.ipvsadm("-L -n " + options);
    ProgramOutput ours = ProgramOutput.lvs(("list " + options).strip().split(" ", -1));

    assertThat(theirs.code()).as(options).isZero();
    assertThat(theirs.out()).as(options).isNotEmpty();
    assertThat(ours).as(options).isEqualTo(theirs);
  }

  /** Seconds pass between one look and the next. */
  private static String ignoringTime(String connections) {
    return connections.replaceAll("(?m)^(\\S+ )\\d\\d:\\d\\d", "$1MM:SS");
  }

  private static void sh(String script) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-e", "-c", script).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }
}
