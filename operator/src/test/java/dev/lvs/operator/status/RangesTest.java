package dev.lvs.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.api.v1alpha1.AddressPoolSpec;
import dev.lvs.api.v1alpha1.AddressUse;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          192.0.2.0/30                                  | 4    | 0
          192.0.2.7                                     | 1    | 0
          192.0.2.0/30, 192.0.2.2-192.0.2.9             | 10   | 0
          192.0.2.0/24, 192.0.2.8/30                    | 256  | 0
          192.0.2.2-192.0.2.9, 192.0.2.0/30             | 10   | 0
          192.0.2.1, 192.0.2.1, 192.0.2.1               | 1    | 0
          192.0.2.1, 2001:db8::1                        | 1    | 1
          2001:db8::/64                                 | 0    | 18446744073709551616
          no address, 192.0.2.300, 192.0.2.1            | 1    | 0
          0.0.0.0/0                                     | 4294967296 | 0
          """)
  void everyAddressIsCountedOnce(String ranges, BigInteger four, BigInteger six) {
    List<AddressRange> read = Ranges.of(pool(Arrays.asList(ranges.split(", "))));

    assertThat(Ranges.size(read, AddressFamily.IPV4)).isEqualTo(four);
    assertThat(Ranges.size(read, AddressFamily.IPV6)).isEqualTo(six);
  }

  @Test
  void aPoolWithoutASpecHasNone() {
    assertThat(Ranges.of(new AddressPool())).isEmpty();
  }

  /** Held to a set of all the addresses. */
  @Property(tries = 200)
  void joinedRangesAreTheSameAddresses(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 200) Integer> firsts,
      @ForAll @IntRange(max = 40) int length) {
    List<String> texts = new ArrayList<>();
    Set<Integer> all = new HashSet<>();
    for (int i = 0; i < firsts.size(); i++) {
      int last = firsts.get(i) + (length * (i + 1)) % 41;
      texts.add(IpAddress.ipv4(firsts.get(i)) + "-" + IpAddress.ipv4(last));
      for (int one = firsts.get(i); one <= last; one++) {
        all.add(one);
      }
    }

    List<AddressRange> ranges = Ranges.of(pool(texts));

    assertThat(Ranges.size(ranges, AddressFamily.IPV4)).isEqualTo(BigInteger.valueOf(all.size()));
    assertThat(
            ranges.stream()
                .map(AddressRange::first)
                .map(IpAddress::low)
                .map(Long::intValue)
                .collect(Collectors.toSet()))
        .isSubsetOf(all);
    for (int i = 1; i < ranges.size(); i++) {
      assertThat(ranges.get(i).first()).isGreaterThan(ranges.get(i - 1).last());
    }
  }

  private static AddressPool pool(List<String> addresses) {
    AddressPool pool = new AddressPool();
    pool.setSpec(
        new AddressPoolSpec(addresses, AddressUse.VIP, null, true, List.of(), null, null, false));
    return pool;
  }
}
