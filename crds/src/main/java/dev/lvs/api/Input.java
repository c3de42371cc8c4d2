package dev.lvs.api;

import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.VirtualService;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import java.util.List;

/**
 * All resources that plans are compiled from, in any order. Each has been validated against the
 * schema, by the API server or by {@code dev.lvs.manifest}.
 *
 * @param namespaces for their labels; a namespace that is not listed has only its name as label
 */
public record Input(
    List<VirtualService> virtualServices,
    List<RealServer> realServers,
    List<DirectorGroup> directorGroups,
    List<AddressPool> addressPools,
    List<Node> nodes,
    List<Namespace> namespaces) {
  public Input {
    virtualServices = List.copyOf(virtualServices);
    realServers = List.copyOf(realServers);
    directorGroups = List.copyOf(directorGroups);
    addressPools = List.copyOf(addressPools);
    nodes = List.copyOf(nodes);
    namespaces = List.copyOf(namespaces);
  }
}
