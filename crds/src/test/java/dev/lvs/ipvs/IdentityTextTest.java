package dev.lvs.ipvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Patterns of identities: the API server lets through all that is written, and all that it lets
 * through is read.
 */
class IdentityTextTest {
  private static final Pattern ADDRESS = Pattern.compile(IpAddress.PATTERN);
  private static final Pattern KEY = Pattern.compile(ServiceKey.PATTERN);
  private static final Pattern PORTS = Pattern.compile(VipPorts.PATTERN);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Property(tries = 2000)
  void whatIsWrittenPassesAndIsReadAsItWas(
      @ForAll long seed, @ForAll @IntRange(max = 65_535) int port) {
    Random random = new Random(seed);
    IpAddress address = address(random);
    Protocol protocol = Protocol.NAMED.get(random.nextInt(3));
    ServiceKey key = new AddressKey(protocol, address, port);
    ServiceKey mark = new MarkKey(address.family(), 1 + (seed & 0xffff_ffffL) % 0xffff_ffffL);
    VipPorts ports = new VipPorts(address, protocol, port, 65_535);

    assertThat(address.toString()).matches(ADDRESS);
    assertThat(IpAddress.parseAny(address.toString())).isEqualTo(address);
    assertThat(key.toString()).matches(KEY);
    assertThat(ServiceKey.parse(key.toString())).isEqualTo(key);
    assertThat(mark.toString()).matches(KEY);
    assertThat(ServiceKey.parse(mark.toString())).isEqualTo(mark);
    assertThat(ports.toString()).matches(PORTS);
    assertThat(VipPorts.parse(ports.toString())).isEqualTo(ports);
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void whatPassesIsRead(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text =
        new StringBuilder(new AddressKey(Protocol.TCP, address(random), 80).toString());
    if (random.nextBoolean()) {
      text = new StringBuilder("FWM " + random.nextLong(1L << 33));
    }
    String alphabet = "0123456789abcf:.[]- FWM";
    for (int i = random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(text.length());
      text.replace(
          at, at + random.nextInt(2), "" + alphabet.charAt(random.nextInt(alphabet.length())));
    }

    boolean passes = KEY.matcher(text).matches();
    Statistics.label("passes").collect(passes);
    if (passes) {
      assertThat(ServiceKey.parse(text.toString())).isNotNull();
    }
    if (PORTS.matcher(text).matches()) {
      assertThat(VipPorts.parse(text.toString())).isNotNull();
    }
    String host = text.substring(text.indexOf(" ") + 1).replaceAll("[\\[\\]]|:80$", "");
    if (ADDRESS.matcher(host).matches()) {
      assertThat(IpAddress.parseAny(host)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TCP 192.0.2.1",
        "TCP 192.0.2.256:80",
        "TCP 2001:db8::1:80",
        "TCP [192.0.2.1]:80",
        "TCP 192.0.2.1:65536",
        "tcp 192.0.2.1:80",
        "FWM 0",
        "FWM 4294967296",
        "FWM 17 IPv4",
        ""
      })
  void refusesWhatIsNoKey(String text) {
    assertThat(KEY.matcher(text).matches()).isFalse();
    assertThatThrownBy(() -> ServiceKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isOneTextInJson() throws IOException {
    ServiceKey key = new MarkKey(AddressFamily.IPV6, 17);

    assertThat(JSON.writeValueAsString(key)).isEqualTo("\"FWM 17 IPv6\"");
    assertThat(JSON.readValue("\"FWM 17 IPv6\"", ServiceKey.class)).isEqualTo(key);
    assertThat(JSON.readValue("\"UDP [2001:db8::1]:53\"", ServiceKey.class))
        .isEqualTo(new AddressKey(Protocol.UDP, IpAddress.parse("2001:db8::1"), 53));
    assertThat(JSON.readValue("\"SCTP\"", Protocol.class)).isSameAs(Protocol.SCTP);
  }

  @Test
  void readsARangeFromEitherEnd() {
    assertThat(VipPorts.parse("TCP 192.0.2.1:90-80"))
        .isEqualTo(VipPorts.parse("TCP 192.0.2.1:80-90"))
        .hasToString("TCP 192.0.2.1:80-90");
  }

  /** One of many forms: runs of zeros, and IPv4 in IPv6. */
  private static IpAddress address(Random random) {
    if (random.nextBoolean()) {
      return IpAddress.ipv4(random.nextInt());
    }
    if (random.nextInt(4) == 0) {
      return IpAddress.ipv6(
          0, (random.nextInt(2) * 0xffff_0000_0000L) | (random.nextInt() & 0xffff_ffffL));
    }
    long high = random.nextLong() & mask(random) & mask(random);
    return IpAddress.ipv6(high, random.nextLong() & mask(random) & mask(random));
  }

  private static long mask(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> 0xffffL << (16 * random.nextInt(4));
      case 1 -> 0;
      case 2 -> -1L >>> (16 * random.nextInt(4));
      default -> -1;
    };
  }
}
