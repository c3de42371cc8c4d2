package dev.lvs.compile.draft;

import static java.util.Objects.requireNonNullElse;

import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Thresholds;
import dev.lvs.api.v1alpha1.Tunnel;
import dev.lvs.compile.problem.ServerIssue;
import dev.lvs.compile.resolve.Resolution.Host;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real server that a VirtualService has chosen, before it is fitted to a VIP and port.
 *
 * @param source the resource that describes it, as the plan names it
 * @param addresses one, or those of its node
 * @param port the port that it declares; null to take the service's
 * @param weight 0 for one that drains
 * @param method null to take the service's; so for thresholds and tunnel
 * @param healthChecks that all have to pass; none to take the service's
 * @param role whether it serves, or stands in where too few serve
 */
record Candidate(
    ResourceName source,
    List<IpAddress> addresses,
    @Nullable Integer port,
    int weight,
    @Nullable Thresholds thresholds,
    @Nullable ForwardingMode method,
    @Nullable Tunnel tunnel,
    List<HealthCheck> healthChecks,
    Role role) {
  /** Part that a candidate has in its service. */
  enum Role {
    REAL_SERVER,
    SORRY_SERVER
  }

  /** A real server. */
  Candidate(
      ResourceName source,
      List<IpAddress> addresses,
      @Nullable Integer port,
      int weight,
      @Nullable Thresholds thresholds,
      @Nullable ForwardingMode method,
      @Nullable Tunnel tunnel,
      List<HealthCheck> healthChecks) {
    this(
        source,
        addresses,
        port,
        weight,
        thresholds,
        method,
        tunnel,
        healthChecks,
        Role.REAL_SERVER);
  }

  Candidate {
    addresses = List.copyOf(addresses);
    healthChecks = List.copyOf(healthChecks);
  }

  /** One check and those that have to pass besides it. */
  static List<HealthCheck> checks(@Nullable HealthCheck first, List<HealthCheck> additional) {
    return first == null
        ? List.of()
        : Stream.concat(Stream.of(first), additional.stream()).toList();
  }

  boolean isSorryServer() {
    return role == Role.SORRY_SERVER;
  }

  /** The field of a service that has chosen it. */
  String field(ResourceName service) {
    return isSorryServer()
        ? "spec.sorryServer"
        : source.equals(service) ? "spec.realServers.inline" : "spec.realServers";
  }

  /** Returns what messages call it. */
  String title() {
    if (isSorryServer()) {
      return "Sorry server " + addresses.getFirst();
    }
    return source.kind().equals("VirtualService")
        ? "Inline real server " + addresses.getFirst()
        : source.toString();
  }

  /**
   * Returns what is wrong with it.
   *
   * @param predicate the sentence after its name
   */
  ServerIssue issue(String predicate) {
    return new ServerIssue(
        source, Optional.of(addresses.getFirst()), requireNonNullElse(port, 0), title(), predicate);
  }

  /** Returns whether it has an address of {@code family}. */
  boolean isOf(AddressFamily family) {
    return addresses.stream().anyMatch(address -> address.family() == family);
  }

  /**
   * The address under which a VIP of {@code family} reaches it: of that family if it has one. A
   * node may have one in each of several networks; then it is the one next to the directors, which
   * DR can reach and no other.
   */
  IpAddress address(AddressFamily family, List<Host> directors) {
    AddressFamily its = isOf(family) ? family : addresses.getFirst().family();
    // of equals the first, as the node lists them
    return addresses.stream()
        .filter(address -> address.family() == its)
        .reduce((one, other) -> nearness(other, directors) > nearness(one, directors) ? other : one)
        .orElseThrow();
  }

  /** Returns how much of its network an address shares with the director that is farthest away. */
  private static int nearness(IpAddress address, List<Host> directors) {
    return directors.stream()
        .map(
            director ->
                director.addresses().stream()
                    .filter(own -> own.family() == address.family())
                    .mapToInt(address::commonPrefix)
                    .max())
        .flatMapToInt(OptionalInt::stream)
        .min()
        .orElse(0);
  }
}
