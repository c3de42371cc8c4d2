package dev.lvs.tool.saved;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.SyncDaemon.State;
import dev.lvs.agent.netlink.ipvs.Timeouts;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.saved.Command.Alter;
import dev.lvs.tool.saved.Command.SetTimeouts;
import dev.lvs.tool.saved.Command.StartDaemon;
import dev.lvs.tool.saved.Command.StopDaemon;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavedTableTest {
  private static final NameFiles NAMES =
      NameFiles.of(
          """
          127.0.0.1 localhost
          192.0.2.10 www.example.org WWW # the VIP
          2001:db8::10 www.example.org
          fe80::1%eth0 link
          """,
          """
          http 80/tcp www # WorldWideWeb
          domain 53/udp
          sip 5060/sctp
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          -A -t 192.0.2.10:80                                  | -A -t 192.0.2.10:80 -s wlc
          --add-service --tcp-service=192.0.2.10:80 --scheduler=rr | -A -t 192.0.2.10:80 -s rr
          ipvsadm -At 192.0.2.10:80 -srr                       | -A -t 192.0.2.10:80 -s rr
          /sbin/ipvsadm -A -t=192.0.2.10:80 -s=rr # a comment   | -A -t 192.0.2.10:80 -s rr
          -A -u 192.0.2.10:53 -o                               | -A -u 192.0.2.10:53 -s wlc -o
          -A --udp-service 192.0.2.10:53 --ops -s sh --sched-flags sh-port,sh-fallback | -A -u 192.0.2.10:53 -s sh -o -b sh-fallback,sh-port
          -A --sctp-service 192.0.2.10:132 -s mh -b mh-port    | -A --sctp-service 192.0.2.10:132 -s mh -b mh-port
          -A -t 192.0.2.10:80 -s wlc -b flag-1,flag-2,flag-3   | -A -t 192.0.2.10:80 -s wlc -b flag-1,flag-2,flag-3
          -A -t 192.0.2.10:80 -s sh -b                         | -A -t 192.0.2.10:80 -s sh -b flag-3
          -A -t 192.0.2.10 -p                                  | -A -t 192.0.2.10:0 -s wlc -p 360
          -A -t 192.0.2.10:80 --persistent -s rr               | -A -t 192.0.2.10:80 -s rr -p 360
          -A -t 192.0.2.10:80 -p 60 -M 255.255.255.0 --pe sip  | -A -t 192.0.2.10:80 -s wlc -p 60 -M 255.255.255.0 --pe sip
          -A -t [2001:db8::10]:80 -p 60 --netmask 64           | -A -t [2001:db8::10]:80 -s wlc -p 60 -M 64
          -A -t 2001:db8::10 -p                                | -A -t [2001:db8::10]:0 -s wlc -p 360
          -A -f 7                                              | -A -f 7 -s wlc
          -A --fwmark-service 4294967295 --ipv6 -p -M 1        | -A -f 4294967295 -6 -s wlc -p 360 -M 1
          -A -6 -f -2147483648                                 | -A -f 2147483648 -6 -s wlc
          -E -t 192.0.2.10:80 -s nq                            | -E -t 192.0.2.10:80 -s nq
          --edit-service -f 7 -s nq                            | -E -f 7 -s nq
          -D -t 192.0.2.10:80                                  | -D -t 192.0.2.10:80
          --delete-service -f 7 -6                             | -D -f 7 -6
          -a -t 192.0.2.10:80 -r 198.51.100.1                  | -a -t 192.0.2.10:80 -r 198.51.100.1:80 -g -w 1
          --add-server -t 192.0.2.10:80 --real-server 198.51.100.1:8080 --masquerading --weight 0 | -a -t 192.0.2.10:80 -r 198.51.100.1:8080 -m -w 0
          -a -t 192.0.2.10:80 -r 198.51.100.1:80 -m -w5 -x 10 -y 2 | -a -t 192.0.2.10:80 -r 198.51.100.1:80 -m -w 5 -x 10 -y 2
          -a -t 192.0.2.10:80 -r 198.51.100.1 --gatewaying --u-threshold=9 --l-threshold=3 | -a -t 192.0.2.10:80 -r 198.51.100.1:80 -g -w 1 -x 9 -y 3
          -a -f 7 -r 198.51.100.1 -i                           | -a -f 7 -r 198.51.100.1:0 -i -w 1 --tun-type ipip
          -a -f 7 -r 198.51.100.1:80 -g                        | -a -f 7 -r 198.51.100.1:80 -g -w 1
          -a -t 192.0.2.10:80 -r [2001:db8::1] --ipip          | -a -t 192.0.2.10:80 -r [2001:db8::1]:80 -i -w 1 --tun-type ipip
          -a -t 192.0.2.10:80 -r 198.51.100.1 -i --tun-type gue --tun-port 6080 | -a -t 192.0.2.10:80 -r 198.51.100.1:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-nocsum
          -a -t 192.0.2.10:80 -r 198.51.100.1 -i --tun-type gue --tun-port 1 --tun-remcsum | -a -t 192.0.2.10:80 -r 198.51.100.1:80 -i -w 1 --tun-type gue --tun-port 1 --tun-remcsum
          -a -t 192.0.2.10:80 -r 198.51.100.1 -i --tun-type gre --tun-csum | -a -t 192.0.2.10:80 -r 198.51.100.1:80 -i -w 1 --tun-type gre --tun-csum
          -a -t 192.0.2.10:80 -r 198.51.100.1 -i --tun-type gre --tun-nocsum | -a -t 192.0.2.10:80 -r 198.51.100.1:80 -i -w 1 --tun-type gre --tun-nocsum
          -e -t 192.0.2.10:80 -r 198.51.100.1:81 -m -w 2147483647 | -e -t 192.0.2.10:80 -r 198.51.100.1:81 -m -w 2147483647
          --edit-server -t 192.0.2.10:80 -r 198.51.100.1       | -e -t 192.0.2.10:80 -r 198.51.100.1:80 -g -w 1
          -d -t 192.0.2.10:80 -r 198.51.100.1:81               | -d -t 192.0.2.10:80 -r 198.51.100.1:81
          --delete-server -t 192.0.2.10:80 -r 198.51.100.1     | -d -t 192.0.2.10:80 -r 198.51.100.1:80
          -A -t www.example.org:http -s rr                     | -A -t 192.0.2.10:80 -s rr
          -A -t [www.example.org]:www -s rr                    | -A -t [2001:db8::10]:80 -s rr
          -A -u www:domain -s rr                               | -A -u 192.0.2.10:53 -s rr
          -A --sctp-service www:sip -s rr                      | -A --sctp-service 192.0.2.10:5060 -s rr
          """)
  void readsEveryOption(String line, String meaning) {
    SavedTable saved = SavedTable.read(line, NAMES);

    assertThat(saved.findings()).isEmpty();
    assertThat(saved.steps())
        .singleElement()
        .extracting(SavedLine::command)
        .isInstanceOfSatisfying(
            Alter.class,
            alter -> assertThat(alter.change().adminLine()).isEqualTo("ipvsadm " + meaning));
  }

  @Test
  void readsWhatIsNotAboutTheTable() {
    SavedTable saved =
        SavedTable.read(
            """
            --set 900 0 300
            --start-daemon master --mcast-interface eth1 --syncid 7
            --start-daemon=backup --mcast-group ff02::81 --mcast-port 8849 --mcast-ttl 3 --sync-maxlen 1400
            --stop-daemon backup
            --zero
            -Z -f 7
            --clear
            """,
            NameFiles.NONE);

    assertThat(saved.findings()).isEmpty();
    assertThat(saved.steps().stream().map(SavedLine::command).limit(4))
        .containsExactly(
            new SetTimeouts(new Timeouts(900, 0, 300)),
            new StartDaemon(new SyncDaemon(State.MASTER, "eth1", 7, Optional.empty(), 0, 0, 0)),
            new StartDaemon(
                new SyncDaemon(
                    State.BACKUP,
                    "eth0",
                    0,
                    Optional.of(IpAddress.parse("ff02::81")),
                    8849,
                    3,
                    1400)),
            new StopDaemon(State.BACKUP));
    assertThat(saved.steps().stream().map(step -> step.command().getClass().getSimpleName()))
        .endsWith("Zero", "Zero", "Clear");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          -t 192.0.2.10:80                          | No command
          hello                                     | No command
          -A -D -t 192.0.2.10:80                    | Two commands, -A and -D
          -A                                        | No virtual service is given
          -A -t 192.0.2.10:80 -u 192.0.2.10:80      | -t and -u exclude each other
          -A -t 192.0.2.10:80 -t 192.0.2.11:80      | -t is given twice
          -A -t                                     | -t needs a value
          -A --tcp-service= -p                      | -t needs a value
          -A -t 192.0.2.10:80 --ops=yes             | -o takes no value
          -A -t 192.0.2.10:80 -r 198.51.100.1       | -r has no meaning with -A
          -A -t 192.0.2.10:80 rr                    | 'rr' belongs to no option
          -A -t 192.0.2.10:80 --gue                 | ipvsadm has no option '--gue'
          -A -t 192.0.2.10:80 -q                    | ipvsadm has no option '-q'
          -L -n                                     | -L is about what ipvsadm prints
          -A -t 192.0.2.10 -s rr                    | has to be persistent
          -A -t 192.0.2.10:80 -o                    | -o is for UDP
          -A -t 192.0.2.10:80 -6                    | -6 is for firewall marks
          -A -t 192.0.2.256:80                      | '192.0.2.256' is not an IP address
          -A -t 192.0.2.010:80                      | octal
          -A -t 80                                  | '80' is neither an IP address nor a name
          -A -t www.example.net:80                  | no name server is asked
          -A -t [www.example.net]:80                | has an IPv6 address for
          -A -t [2001:db8::10]80                    | [host]:port
          -A -t [2001:db8::10:80                    | [host]:port
          -A -t 2001:db8::zz                        | '2001:db8::zz' is not an IP address
          -A -t 192.0.2.10:65536                    | -t takes a number from 0 to 65535
          -A -t 192.0.2.10:                         | '' is neither a port nor
          -A -t 192.0.2.10:domain                   | /etc/services has for TCP
          -A -f 0                                   | 0 is none
          -A -f 4294967296                          | -f takes a number
          -A -f 0x10                                | -f takes a number
          -A -t 192.0.2.10:80 -s a-name-of-16-byte  | -s takes the kernel's name
          -A -t 192.0.2.10:80 -b sh-port            | is for the scheduler sh
          -A -t 192.0.2.10:80 -s sh -b sh-flag-1    | -b knows
          -A -t 192.0.2.10:80 -s sh -b port         | -b knows
          -A -t 192.0.2.10:80 -p -1                 | ipvsadm has no option '-1'
          -A -t 192.0.2.10:80 -p soon               | -p takes a number
          -A -t 192.0.2.10:80 -p -M /24             | -M takes a mask
          -A -t [2001:db8::10]:80 -p -M 129         | -M takes a number from 1 to 128
          -a -t 192.0.2.10:80                       | No real server is given
          -a -t 192.0.2.10:80 -r 198.51.100.1 -g -m | -g and -m exclude each other
          -a -t 192.0.2.10:80 -r 198.51.100.1 -w -1 | -w takes a number from 0 to 2147483647
          -a -t 192.0.2.10:80 -r 198.51.100.1 -x 2 -y 3 | is above the upper
          -a -t 192.0.2.10:80 -r [2001:db8::1]:80 -m | another address family
          -a -t 192.0.2.10:80 -r 198.51.100.1 --tun-type gre | --tun-type is for tunnels
          -a -t 192.0.2.10:80 -r 198.51.100.1 -i --tun-type vxlan | ipip, gue or gre
          -a -t 192.0.2.10:80 -r 198.51.100.1 -i --tun-type gue | needs a --tun-port
          -a -t 192.0.2.10:80 -r 198.51.100.1 -i --tun-port 1 | for --tun-type gue only
          -a -t 192.0.2.10:80 -r 198.51.100.1 -i --tun-type gue --tun-port 0 | from 1 to 65535
          -a -t 192.0.2.10:80 -r 198.51.100.1 -i --tun-csum | --tun-csum is not for --tun-type ipip
          -a -t 192.0.2.10:80 -r 198.51.100.1 -i --tun-type gre --tun-remcsum | is not for --tun-type gre
          -C -t 192.0.2.10:80                       | -t has no meaning with -C
          --set 1 2                                 | --set needs three timeouts
          --set 1 2 many                            | --set takes a number
          --start-daemon both                       | master or backup, not 'both'
          --start-daemon master --syncid 256        | --syncid takes a number from 0 to 255
          --start-daemon master --mcast-group 192.0.2.1 | a multicast address
          --start-daemon master --mcast-interface a/b | at most 15 characters
          --stop-daemon master --mcast-ttl 1        | --mcast-ttl has no meaning with --stop-daemon
          """)
  void saysWhatIsWrongAndWhere(String line, String message) {
    SavedTable saved = SavedTable.read("\n" + line + "\n-A -f 1\n", NAMES);

    assertThat(saved.isRight()).isFalse();
    assertThat(saved.steps()).hasSize(1);
    assertThat(saved.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.line()).isEqualTo(2);
              assertThat(finding.message()).contains(message).endsWith(".");
              assertThat(finding.in("table")).startsWith("table:2: ");
            });
  }

  @Test
  void takesThePortOfTheServiceAndSaysSoWhereNothingTranslatesPorts() {
    SavedTable saved =
        SavedTable.read("-a -t 192.0.2.10:80 -r 198.51.100.1:8080 -g", NameFiles.NONE);

    assertThat(saved.isRight()).isTrue();
    assertThat(saved.steps())
        .singleElement()
        .extracting(step -> ((Alter) step.command()).change().adminLine())
        .isEqualTo("ipvsadm -a -t 192.0.2.10:80 -r 198.51.100.1:80 -g -w 1");
    assertThat(saved.findings())
        .containsExactly(
            Finding.note(
                1,
                "Port 8080 of the real server is taken for 80, the service's: only -m translates"
                    + " ports."));
  }

  @Test
  void findsEveryMistakeOfAFile() {
    SavedTable saved = SavedTable.read("-A\r\n# -q\r\n\r\n-q\r\n-A -f 1\r\n-A -f", NameFiles.NONE);

    assertThat(saved.findings()).extracting(Finding::line).containsExactly(1, 4, 6);
    assertThat(saved.steps()).extracting(SavedLine::line).isEqualTo(List.of(5));
  }
}
