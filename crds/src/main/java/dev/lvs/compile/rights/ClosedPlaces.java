package dev.lvs.compile.rights;

import dev.lvs.ipvs.Protocol;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Targets to which no traffic is sent unless an admin allows it: they would let a tenant reach a
 * node, the cluster or the cloud through a director that these trust.
 */
final class ClosedPlaces {
  /**
   * Ports of nodes: ssh, Docker, etcd, the API server (also that of MicroK8s, and RKE2's
   * supervisor), kubelet, kube-proxy, controller manager and scheduler; for UDP overlays (VXLAN by
   * both numbers, Geneve) and WireGuard (its own, flannel's, Cilium's).
   */
  static final List<Reach> NODE_PORTS =
      List.of(
          Reach.of(Protocol.TCP, 22, 22),
          Reach.of(Protocol.TCP, 2375, 2381),
          Reach.of(Protocol.TCP, 6443, 6443),
          Reach.of(Protocol.TCP, 9345, 9345),
          Reach.of(Protocol.TCP, 10248, 10260),
          Reach.of(Protocol.TCP, 16443, 16443),
          Reach.of(Protocol.UDP, 4789, 4789),
          Reach.of(Protocol.UDP, 6081, 6081),
          Reach.of(Protocol.UDP, 8472, 8472),
          Reach.of(Protocol.UDP, 51820, 51821),
          Reach.of(Protocol.UDP, 51871, 51871));

  /**
   * Metadata services of clouds beside 169.254.169.254, which is link-local: of AWS and Google in
   * IPv6, Alibaba, Azure's wire server, Oracle.
   */
  private static final List<AddressRange> METADATA =
      Stream.of("fd00:ec2::/64", "fd20:ce::254", "100.100.100.200", "168.63.129.16", "192.0.0.192")
          .map(AddressRange::parse)
          .toList();

  /**
   * Well-known prefix of NAT64 (RFC 6052), and those that sites use by themselves (RFC 8215),
   * mostly with 96 bits.
   */
  private static final List<AddressRange> NAT64 =
      List.of(AddressRange.parse("64:ff9b::/96"), AddressRange.parse("64:ff9b:1::/48"));

  private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");

  private ClosedPlaces() {}

  /** Returns whether a cloud hands out secrets there. */
  static boolean isMetadata(IpAddress address) {
    return METADATA.stream().anyMatch(range -> range.contains(address));
  }

  /** The IPv4 host that packets to an IPv6 address reach through a translator or a relay. */
  static Optional<IpAddress> embedded(IpAddress address) {
    if (address.family() == AddressFamily.IPV4) {
      return Optional.empty();
    }
    if (NAT64.stream().anyMatch(range -> range.contains(address))) {
      return Optional.of(IpAddress.ipv4((int) address.low()));
    }
    return SIX_TO_FOUR.contains(address)
        ? Optional.of(IpAddress.ipv4((int) (address.high() >>> 16)))
        : Optional.empty();
  }

  /** The closed ports of a node among those that are reached. */
  static Optional<Reach> nodePort(List<Reach> reached) {
    return reached.stream().flatMap(one -> NODE_PORTS.stream().filter(one::overlaps)).findFirst();
  }
}
