package dev.lvs.compile.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.resolve.Resolution.Host;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CandidateTest {
  private final Candidate candidate =
      new Candidate(
          new ResourceName("Node", "", "rs-52"),
          addresses("192.0.2.52", "10.1.210.52", "2001:db8:1::52", "2001:db8::52"),
          null,
          1,
          null,
          null,
          null,
          List.of());

  @Test
  @Row("two-internal-addresses")
  void hasTheAddressNextToTheDirectors() {
    assertThat(four(host("10.1.210.51"))).isEqualTo("10.1.210.52");
    assertThat(four(host("10.1.210.51"), host("10.1.210.50"))).isEqualTo("10.1.210.52");
    assertThat(four(host("192.0.2.1"))).isEqualTo("192.0.2.52");
    assertThat(six(host("10.1.210.51", "2001:db8::51"))).isEqualTo("2001:db8::52");
  }

  @Test
  void hasTheOneThatTheFarthestDirectorIsNextTo() {
    assertThat(four(host("192.0.2.1", "10.1.210.51"), host("10.1.210.50")))
        .isEqualTo("10.1.210.52");
  }

  @Test
  void hasTheFirstWhereNothingTellsThemApart() {
    assertThat(four()).isEqualTo("192.0.2.52");
    assertThat(four(host("2001:db8::51"))).isEqualTo("192.0.2.52");
    assertThat(four(host("192.0.2.52", "10.1.210.52"))).isEqualTo("192.0.2.52");
  }

  private String four(Host... directors) {
    return candidate.address(AddressFamily.IPV4, List.of(directors)).toString();
  }

  private String six(Host... directors) {
    return candidate.address(AddressFamily.IPV6, List.of(directors)).toString();
  }

  private static Host host(String... addresses) {
    return new Host(new ResourceName("Node", "", "director"), addresses(addresses), List.of());
  }

  private static List<IpAddress> addresses(String... texts) {
    return Stream.of(texts).map(IpAddress::parse).toList();
  }
}
