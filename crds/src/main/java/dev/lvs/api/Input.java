package dev.lvs.api;

import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.VirtualService;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import java.time.Instant;
import java.util.List;

/**
 * All resources that plans are compiled from, in any order. Each has been validated against the
 * schema, by the API server or by {@code dev.lvs.manifest}.
 *
 * @param namespaces for their labels; a namespace that is not listed has only its name as label
 * @param at the time for which it is compiled: maintenance that ends before is over
 */
public record Input(
    List<VirtualService> virtualServices,
    List<RealServer> realServers,
    List<DirectorGroup> directorGroups,
    List<AddressPool> addressPools,
    List<Node> nodes,
    List<Namespace> namespaces,
    Instant at) {
  public Input {
    virtualServices = List.copyOf(virtualServices);
    realServers = List.copyOf(realServers);
    directorGroups = List.copyOf(directorGroups);
    addressPools = List.copyOf(addressPools);
    nodes = List.copyOf(nodes);
    namespaces = List.copyOf(namespaces);
  }

  /** The same at a time before any end. */
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
        Instant.EPOCH);
  }

  /** The same resources at another time. */
  public Input at(Instant time) {
    return new Input(
        virtualServices, realServers, directorGroups, addressPools, nodes, namespaces, time);
  }
}
