package dev.lvs.compile.rights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RangeIndexTest {
  @Property(tries = 300)
  void findsWhatALookAtEachFinds(
      @ForAll("owners") List<List<AddressRange>> owners, @ForAll("addresses") IpAddress address) {
    RangeIndex<Integer> index = new RangeIndex<>();
    for (int owner = 0; owner < owners.size(); owner++) {
      if (owners.get(owner).isEmpty()) {
        index.addEverywhere(owner);
      } else {
        index.add(owner, owners.get(owner));
      }
    }

    assertThat(index.holding(address))
        .isEqualTo(
            IntStream.range(0, owners.size())
                .filter(
                    owner ->
                        owners.get(owner).isEmpty()
                            || owners.get(owner).stream().anyMatch(it -> it.contains(address)))
                .boxed()
                .toList());
  }

  @Provide
  Arbitrary<List<List<AddressRange>>> owners() {
    return Arbitraries.of(
            "192.0.2.0/24",
            "192.0.2.8-192.0.2.11",
            "192.0.2.10",
            "192.0.2.12",
            "192.0.2.11-192.0.2.20",
            "0.0.0.0/0",
            "2001:db8::/64",
            "2001:db8::10")
        .map(AddressRange::parse)
        .list()
        .ofMaxSize(3)
        .list()
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<IpAddress> addresses() {
    return Arbitraries.of(
            "192.0.2.1", "192.0.2.10", "192.0.2.12", "203.0.113.1", "2001:db8::10", "::1")
        .map(IpAddress::parse);
  }
}
