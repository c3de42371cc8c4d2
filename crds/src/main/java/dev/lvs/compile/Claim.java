package dev.lvs.compile;

import static java.util.Objects.requireNonNull;

import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.Protocol;
import dev.lvs.net.IpAddress;
import java.util.Comparator;

/**
 * A VIP, protocol and port, which one VirtualService may have at a time.
 *
 * @param port 0 to 65535; 0 is every port that no other service has
 */
record Claim(IpAddress vip, Protocol protocol, int port) implements Comparable<Claim> {
  private static final Comparator<Claim> ORDER =
      Comparator.comparing(Claim::vip).thenComparing(Claim::protocol).thenComparingInt(Claim::port);

  static Claim of(PlannedService service) {
    return new Claim(
        IpAddress.parse(requireNonNull(service.address())),
        requireNonNull(service.protocol()),
        requireNonNull(service.port()));
  }

  @Override
  public int compareTo(Claim other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return protocol + " " + vip.toHost() + ":" + port;
  }
}
