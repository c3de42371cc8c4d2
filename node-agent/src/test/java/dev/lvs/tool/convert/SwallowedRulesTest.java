package dev.lvs.tool.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.tool.convert.manifest.ConversionOptions;
import dev.lvs.tool.convert.read.ConfigFile;
import dev.lvs.tool.convert.read.Configuration;
import dev.lvs.tool.convert.table.SavedTableConfig;
import dev.lvs.tool.saved.NameFiles;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that ipvsadm or the kernel takes and ignores: left out of manifests, by name. */
class SwallowedRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          -A -t 192.0.2.10:80 -p 300 -M 255.0.255.0     | left out: '255.0.255.0' is not an IPv4 mask
          -A -t 192.0.2.10:80 -M 255.255.255.0          | its timeout and netmask are left out
          -A -t 192.0.2.10:80 -p 2678401                | left out: A client is remembered for 1s to 744h
          -A -t 192.0.2.10:80 -p 0                      | left out: A client is remembered for 1s to 744h
          -A -t 192.0.2.10:80 --pe sip                  | left out: a persistence engine without persistence
          -A -t 192.0.2.10:80 -p 300 --pe other         | left out: 'other' is not a persistence engine
          -A -t 192.0.2.10:80 -p 300 --pe sip           | left out: Persistence engine sip reads UDP
          -A -t 192.0.2.10:80 -s other                  | left out: scheduler: 'other' is none of
          -A -t 192.0.2.10:80 -s none                   | left out: scheduler: 'none' is none of
          -A -t 192.0.2.10:80 -o                        | left out: -o is for UDP
          -A -t 192.0.2.10:80 -s rr -b sh-port          | left out: -b sh-port is for the scheduler sh
          -A -t 192.0.2.10                              | left out: A service of every port
          -A -f 0                                       | left out: -f takes a mark from 1
          -A -t 239.1.1.1:80                            | left out: 239.1.1.1 is a multicast address
          -A -t 255.255.255.255:80                      | left out: 255.255.255.255 is the broadcast address
          -A -t 0.0.0.0:80                              | left out: 0.0.0.0 is no address
          -A -t [fe80::10]:80                           | left out: fe80::10 is a link-local address
          -a -u 192.0.2.11:53 -r 239.1.1.1 -m           | left out: 239.1.1.1 is a multicast address
          -a -u 192.0.2.11:53 -r 192.0.2.11 -m          | left out: Real server 192.0.2.11 has address 192.0.2.11, which is the VIP
          -A -t [::ffff:192.0.2.10]:80                  | left out: no packet goes to ::ffff:192.0.2.10
          -a -u [2001:db8::11]:53 -r ::ffff:192.0.2.21 -m | left out: no packet goes to ::ffff:192.0.2.21
          -a -u 192.0.2.11:53 -r 192.0.2.21:0 -m        | port 0 of the real server is written as 53
          -a -f 7 -r 192.0.2.22:54 -i                   | port 54 of the real server is written as 0
          -a -f 7 -r 192.0.2.21:54 -g                   | left out: real server 192.0.2.21:54 is there already
          -a -u 192.0.2.11:53 -r 192.0.2.21:54 -g       | Port 54 of the real server is taken for 53
          -a -u 192.0.2.11:53 -r 2001:db8::21 -g        | left out: A real server of another address family
          -a -u 192.0.2.11:53 -r 192.0.2.21 -x 5 -y 9   | left out: The lower threshold
          -a -u 192.0.2.11:53 -r 192.0.2.21 -m --tun-type gre           | left out: --tun-type is for tunnels
          -a -u 192.0.2.11:53 -r 192.0.2.21 -i --tun-type vxlan         | left out: --tun-type takes ipip, gue or gre
          -a -u 192.0.2.11:53 -r 192.0.2.21 -i --tun-type gue           | left out: --tun-type gue needs a --tun-port
          -a -u 192.0.2.11:53 -r 192.0.2.21 -i --tun-csum               | left out: --tun-csum is not for --tun-type ipip
          --start-daemon master --mcast-interface lo    | left out: lo leads to no other director
          --start-daemon master --mcast-interface eth0 --mcast-group 192.0.2.1 | left out:
          """)
  void leavesItOutByName(String line, String says) {
    String text =
        """
        -A -u 192.0.2.11:53 -s rr
        -A -u [2001:db8::11]:53 -s rr
        -A -f 7 -s rr
        -a -f 7 -r 192.0.2.21 -g
        """
            + line
            + "\n";
    Configuration read =
        SavedTableConfig.read(List.of(new ConfigFile("saved", text)), NameFiles.NONE);

    Conversion conversion = Converter.convert(read, ConversionOptions.plain());

    assertThat(conversion.notices())
        .anySatisfy(
            notice -> {
              assertThat(notice.message()).startsWith(says);
              assertThat(notice.origin().file()).isEqualTo("saved");
            });
  }
}
