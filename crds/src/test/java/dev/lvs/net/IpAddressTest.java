package dev.lvs.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  /** The right column is RFC 5952, section 4. */
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "255.255.255.255, 255.255.255.255",
    "0.0.0.0, 0.0.0.0",
    "::, ::",
    "::1, ::1",
    "2001:DB8::1, 2001:db8::1",
    "2001:0db8:0:0:0:0:0:0001, 2001:db8::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
    "0:0:3:4:5:6:7:8, ::3:4:5:6:7:8",
    "::c000:201, ::192.0.2.1",
    "::192.0.2.1, ::192.0.2.1",
    "::1:c000:201, ::1:c000:201",
    "64:ff9b::192.0.2.1, 64:ff9b::c000:201"
  })
  void printsEachAddressInOneWay(String written, String printed) {
    assertThat(IpAddress.parse(written)).hasToString(printed);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, 32",
    "192.0.2.50, 192.0.2.52, 29",
    "192.0.2.1, 64.0.2.1, 0",
    "192.0.2.1, 203.0.113.1, 4",
    "2001:db8::1, 2001:db8::1, 128",
    "2001:db8::1, 2001:db8::2, 126",
    "2001:db8::1, 2001:db8:0:1::1, 63",
    "2001:db8::1, 2001:db9::1, 31"
  })
  void countsTheBitsThatTwoBeginWith(String one, String other, int bits) {
    assertThat(IpAddress.parse(one).commonPrefix(IpAddress.parse(other))).isEqualTo(bits);
    assertThat(IpAddress.parse(other).commonPrefix(IpAddress.parse(one))).isEqualTo(bits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 192.0.2.1",
        "192.0.2",
        "192.0.2.256",
        "192.0.2.1.1",
        "192.0.2.",
        ".192.0.2.1",
        "192.0..1",
        "192.0.2.1234567890",
        "192.0.2.01",
        "010.0.0.1",
        "192.0.2.00",
        "192.0.2.-1",
        "192.0.2.1 ",
        "192.0.2.1/32",
        "3221225985",
        "0xc0000201",
        "localhost",
        "fe80::1%eth0",
        "[::1]",
        "::ffff:192.0.2.1",
        "2001:db8::1::2",
        ":::",
        "12345::"
      })
  void refusesWhatIsNotOneAddress(String text) {
    assertThatThrownBy(() -> IpAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is not an IPv4 or IPv6 address");
  }

  /** As inet_ntop(3) writes them. */
  @ParameterizedTest
  @ValueSource(strings = {"::ffff:192.0.2.1", "::FFFF:c000:201", "0:0:0:0:0:ffff:192.0.2.1"})
  void readsMappedAddressesWhereTheyAreWanted(String text) {
    IpAddress mapped = IpAddress.parseAny(text);

    assertThat(mapped).hasToString("::ffff:192.0.2.1");
    assertThat(mapped.family()).isEqualTo(AddressFamily.IPV6);
    assertThat(mapped.isIpv4Mapped()).isTrue();
    assertThat(IpAddress.parse("2001:db8::ffff:c000:201").isIpv4Mapped()).isFalse();
    assertThat(IpAddress.parseAny("192.0.2.1")).isEqualTo(IpAddress.parse("192.0.2.1"));
    assertThatThrownBy(() -> IpAddress.parseAny("::ffff:192.0.2"))
        .hasMessage("'::ffff:192.0.2' is not an IPv4 or IPv6 address");
  }

  @Test
  void sortsAsNumbersWithIpv4First() {
    List<String> sorted =
        new TreeSet<>(
                List.of(
                    IpAddress.parse("2001:db8::"),
                    IpAddress.parse("ff02::1"),
                    IpAddress.parse("198.51.100.1"),
                    IpAddress.parse("192.0.2.10"),
                    IpAddress.parse("192.0.2.9"),
                    IpAddress.parse("::1")))
            .stream().map(IpAddress::toString).toList();

    assertThat(sorted)
        .containsExactly("192.0.2.9", "192.0.2.10", "198.51.100.1", "::1", "2001:db8::", "ff02::1");
  }

  @Test
  void knowsTheAddressesThatAreNoHosts() {
    assertThat(IpAddress.parse("239.255.255.255").isMulticast()).isTrue();
    assertThat(IpAddress.parse("223.255.255.255").isMulticast()).isFalse();
    assertThat(IpAddress.parse("ff02::1").isMulticast()).isTrue();
    assertThat(IpAddress.parse("127.1.2.3").isLoopback()).isTrue();
    assertThat(IpAddress.parse("::1").isLoopback()).isTrue();
    assertThat(IpAddress.parse("0.0.0.0").isUnspecified()).isTrue();
    assertThat(IpAddress.parse("::").isUnspecified()).isTrue();
  }

  @Test
  void writesBracketsWhereAPortFollows() {
    assertThat(IpAddress.parse("192.0.2.1").toHost()).isEqualTo("192.0.2.1");
    assertThat(IpAddress.parse("2001:db8::1").toHost()).isEqualTo("[2001:db8::1]");
  }

  @Property(tries = 500)
  void survivesBytesAndText(@ForAll @Size(16) byte[] six, @ForAll @Size(4) byte[] four) {
    for (IpAddress address : List.of(IpAddress.of(six), IpAddress.of(four))) {
      assertThat(IpAddress.of(address.toBytes())).isEqualTo(address);
    }
    assertThat(IpAddress.parse(IpAddress.of(four).toString())).isEqualTo(IpAddress.of(four));
  }

  @Property(tries = 500)
  void agreesWithTheJdk(@ForAll @Size(16) byte[] bytes) throws UnknownHostException {
    IpAddress address = IpAddress.of(bytes);

    if (InetAddress.getByAddress(bytes).getAddress().length == bytes.length) {
      assertThat(InetAddress.ofLiteral(address.toString()).getAddress()).isEqualTo(bytes);
      assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
    }
  }

  @Test
  void knowsAddressesThatOnlyCountOnOneLink() {
    assertThat(IpAddress.parse("fe80::1").isIpv6LinkLocal()).isTrue();
    assertThat(IpAddress.parse("febf::1").isIpv6LinkLocal()).isTrue();
    assertThat(IpAddress.parse("fec0::1").isIpv6LinkLocal()).isFalse();
    assertThat(IpAddress.parse("169.254.0.1").isIpv6LinkLocal()).isFalse();
    assertThat(IpAddress.parse("::192.0.2.1").isIpv4Compatible()).isTrue();
    assertThat(IpAddress.parse("::1:0:0").isIpv4Compatible()).isFalse();
    assertThat(IpAddress.parse("192.0.2.1").isIpv4Compatible()).isFalse();
  }
}
