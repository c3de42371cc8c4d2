package dev.lvs.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.VirtualService;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * All resources that plans are compiled from, in any order. Each has been validated against the
 * schema, by the API server or by {@code dev.lvs.manifest}.
 *
 * @param namespaces for their labels; a namespace that is not listed has only its name as label
 * @param at the time for which it is compiled: maintenance that ends before is over
 * @param localChecks whether directors may look at files and run programs as health checks, which
 *     whoever starts them has to allow
 */
public record Input(
    List<VirtualService> virtualServices,
    List<RealServer> realServers,
    List<DirectorGroup> directorGroups,
    List<AddressPool> addressPools,
    List<Node> nodes,
    List<Namespace> namespaces,
    @JsonIgnore Instant at,
    @JsonIgnore boolean localChecks) {
  public Input {
    virtualServices = List.copyOf(virtualServices);
    realServers = List.copyOf(realServers);
    directorGroups = List.copyOf(directorGroups);
    addressPools = List.copyOf(addressPools);
    nodes = List.copyOf(nodes);
    namespaces = List.copyOf(namespaces);
    // a file of last good manifests may be older
    at = Objects.requireNonNullElse(at, Instant.EPOCH);
  }

  /** The same at a time before any end, and without local checks. */
  public Input(
      List<VirtualService> virtualServices,
      List<RealServer> realServers,
      List<DirectorGroup> directorGroups,
      List<AddressPool> addressPools,
      List<Node> nodes,
      List<Namespace> namespaces) {
    this(
        virtualServices,
        realServers,
        directorGroups,
        addressPools,
        nodes,
        namespaces,
        Instant.EPOCH,
        false);
  }

  /** The same resources at another time. */
  public Input at(Instant time) {
    return new Input(
        virtualServices,
        realServers,
        directorGroups,
        addressPools,
        nodes,
        namespaces,
        time,
        localChecks);
  }

  /** The same resources for directors that may, or may not, look at files and run programs. */
  public Input localChecks(boolean allowed) {
    return new Input(
        virtualServices, realServers, directorGroups, addressPools, nodes, namespaces, at, allowed);
  }
}
