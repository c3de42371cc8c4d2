package dev.lvs.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.0, 192.0.2.255",
    "192.0.2.7/32, 192.0.2.7, 192.0.2.7",
    "0.0.0.0/0, 0.0.0.0, 255.255.255.255",
    "192.0.2.9-192.0.2.10, 192.0.2.9, 192.0.2.10",
    "192.0.2.9 - 192.0.2.10, 192.0.2.9, 192.0.2.10",
    "192.0.2.9, 192.0.2.9, 192.0.2.9",
    "2001:db8::/32, 2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
    "2001:db8::/64, 2001:db8::, 2001:db8::ffff:ffff:ffff:ffff",
    "2001:db8::/65, 2001:db8::, 2001:db8::7fff:ffff:ffff:ffff",
    "::/0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
  })
  void spansFromFirstToLast(String text, String first, String last) {
    assertThat(AddressRange.parse(text))
        .isEqualTo(new AddressRange(IpAddress.parse(first), IpAddress.parse(last)));
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "192.0.2.0/33, '192.0.2.0/33' has no prefix length of 0 to 32",
        "192.0.2.0/, '192.0.2.0/' has no prefix length of 0 to 32",
        "192.0.2.0/-1, '192.0.2.0/-1' has no prefix length of 0 to 32",
        "2001:db8::/129, '2001:db8::/129' has no prefix length of 0 to 128",
        "192.0.2.1/24, '192.0.2.1/24' has bits set behind its prefix",
        "2001:db8::1/64, '2001:db8::1/64' has bits set behind its prefix",
        "192.0.2.2-192.0.2.1, '192.0.2.2-192.0.2.1' ends before it begins",
        "192.0.2.2-2001:db8::1, '192.0.2.2-2001:db8::1' mixes IPv4 and IPv6",
        "shop, 'shop' is not an IPv4 or IPv6 address"
      },
      quoteCharacter = '"')
  void saysWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> AddressRange.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.9-192.0.2.10, 192.0.2.8, false",
    "192.0.2.9-192.0.2.10, 192.0.2.9, true",
    "192.0.2.9-192.0.2.10, 192.0.2.10, true",
    "192.0.2.9-192.0.2.10, 192.0.2.11, false",
    "128.0.0.0/1, 200.0.0.1, true",
    "::/0, 192.0.2.1, false",
    "8000::/1, ffff::1, true"
  })
  void containsBothEndsAndOneFamily(String range, String address, boolean inside) {
    assertThat(AddressRange.parse(range).contains(IpAddress.parse(address))).isEqualTo(inside);
  }
}
