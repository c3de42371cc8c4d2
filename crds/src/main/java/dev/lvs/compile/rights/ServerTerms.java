package dev.lvs.compile.rights;

import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.RealServerGrant;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.resolve.Resolution.Host;
import dev.lvs.compile.resolve.Resolution.Pool;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Restrictions of one AddressPool on real servers.
 *
 * @param networks none for anywhere
 * @param nodePorts none for all but {@link ClosedPlaces}
 * @param nodes those that may be real servers of DR and TUN
 */
record ServerTerms(
    ResourceName pool,
    List<AddressRange> networks,
    List<NumberRange> nodePorts,
    Set<ResourceName> nodes) {

  /** The terms of a pool that has passed its rules. */
  static ServerTerms of(Pool pool) {
    RealServerGrant grant = pool.spec() == null ? null : pool.spec().realServers();
    Set<ResourceName> nodes = new HashSet<>();
    pool.opened().forEach(host -> nodes.add(host.name()));
    return new ServerTerms(
        pool.name(),
        grant == null ? List.of() : grant.networks().stream().map(AddressRange::parse).toList(),
        grant == null ? List.of() : PoolRanges.nodePorts(grant),
        nodes);
  }

  /**
   * Target of packets.
   *
   * @param place the host that they reach, which is another address where a translator is between
   * @param node the node that has it, by whatever name it is written
   */
  record Target(
      IpAddress address,
      IpAddress place,
      Optional<Host> node,
      ForwardingMode method,
      List<Reach> reached) {
    boolean answersItself() {
      return switch (method) {
        case DR, TUN -> true;
        case NAT, FULLNAT -> false;
      };
    }
  }

  /** Returns why packets may not go there, if so, as the rest of a sentence with the remedy. */
  Optional<String> lack(Target target) {
    if (target.node().isEmpty()) {
      return lackOfNetwork(target);
    }
    ResourceName node = target.node().get().name();
    boolean opened = nodes.contains(node);
    if (!opened && target.answersItself()) {
      return Optional.of(
          "but %s makes %s no real server of %s; use NAT, or ask an admin to match the node in spec.realServers.nodeSelector there"
              .formatted(pool, node, target.method()));
    }
    return lackOfPort(target, node).or(() -> opened ? Optional.empty() : lackOfNetwork(target));
  }

  private Optional<String> lackOfPort(Target target, ResourceName node) {
    if (nodePorts.isEmpty()) {
      return ClosedPlaces.nodePort(target.reached())
          .map(
              port ->
                  "but %s there %s %s itself; use another port, or ask an admin to list it in spec.realServers.nodePorts of %s"
                      .formatted(
                          port, port.isOnePort() ? "is that of" : "are those of", node, pool));
    }
    return target.reached().stream()
        .filter(one -> nodePorts.stream().noneMatch(range -> range.contains(one.ports())))
        .findFirst()
        .map(
            port ->
                "but %s lets no traffic to %s of %s; use one of %s, or ask an admin to list it in spec.realServers.nodePorts there"
                    .formatted(pool, port, node, texts(nodePorts)));
  }

  private Optional<String> lackOfNetwork(Target target) {
    if (networks.isEmpty()) {
      return ClosedPlaces.isMetadata(target.place())
          ? Optional.of(
              "where a cloud hands out secrets; use another, or ask an admin to list it in spec.realServers.networks of %s"
                  .formatted(pool))
          : Optional.empty();
    }
    return networks.stream().anyMatch(range -> range.contains(target.address()))
        ? Optional.empty()
        : Optional.of(
            "but %s lets no traffic there; use an address of %s, or ask an admin to list it in spec.realServers.networks there"
                .formatted(pool, texts(networks)));
  }

  private static String texts(List<?> ranges) {
    String first = ranges.stream().limit(3).map(Object::toString).collect(Collectors.joining(", "));
    return ranges.size() > 3 ? first + " and others" : first;
  }
}
