package dev.lvs.ipvs.table;

import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.IpAddress;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Few keys, so that many are met twice: of either family, some with the same bits in both, and with
 * every bit set.
 */
final class KeySamples {
  private static final IpAddress[] FOUR = {
    IpAddress.parse("0.0.0.0"), IpAddress.parse("192.0.2.1"), IpAddress.parse("255.255.255.255")
  };

  private static final IpAddress[] SIX = {
    IpAddress.parse("::"),
    IpAddress.parse("::192.0.2.1"),
    IpAddress.parse("2001:db8::1"),
    IpAddress.parse("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")
  };

  private KeySamples() {}

  /** Of one family for one list, or of both. */
  static Arbitrary<Arbitrary<DestinationKey>> keys() {
    Arbitrary<IpAddress> four =
        Arbitraries.oneOf(
            Arbitraries.of(FOUR),
            Arbitraries.integers().between(0, 40).map(low -> IpAddress.ipv4(0xc6336400 + low)));
    Arbitrary<IpAddress> six =
        Arbitraries.oneOf(
            Arbitraries.of(SIX),
            Arbitraries.integers().between(0, 40).map(low -> IpAddress.ipv6(0x20010db8L, low)));
    return Arbitraries.of(four, six, Arbitraries.oneOf(four, six))
        .flatMap(
            addresses ->
                Arbitraries.of(Arbitraries.just(80), Arbitraries.of(0, 80, 8080, 65535))
                    .map(ports -> Combinators.combine(addresses, ports).as(DestinationKey::new)));
  }
}
