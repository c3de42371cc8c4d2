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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All resources that plans are compiled from, in any order. Each has been validated against the
 * schema, by the API server or by {@code dev.lvs.manifest}.
 *
 * @param namespaces for their labels; a namespace that is not listed has only its name as label
 * @param at the time for which it is compiled: maintenance that ends before is over
 * @param localChecks whether directors may look at files and run programs as health checks, which
 *     whoever starts them has to allow
 * @param letGo what nodes have let go of the former VIPs in their plans; null where nobody tells,
 *     and each node is compiled for by itself
 */
public record Input(
    List<VirtualService> virtualServices,
    List<RealServer> realServers,
    List<DirectorGroup> directorGroups,
    List<AddressPool> addressPools,
    List<Node> nodes,
    List<Namespace> namespaces,
    @JsonIgnore Instant at,
    @JsonIgnore boolean localChecks,
    @JsonIgnore @Nullable Set<LetGo> letGo) {
  public Input {
    virtualServices = List.copyOf(virtualServices);
    realServers = List.copyOf(realServers);
    directorGroups = List.copyOf(directorGroups);
    addressPools = List.copyOf(addressPools);
    nodes = List.copyOf(nodes);
    namespaces = List.copyOf(namespaces);
    // a file of last good manifests may be older
    at = Objects.requireNonNullElse(at, Instant.EPOCH);
    letGo = letGo == null ? null : Set.copyOf(letGo);
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
        false,
        null);
  }

  /** The same resources at another time. */
  public Input at(Instant time) {
    return with(time, localChecks, letGo);
  }

  /** The same resources for directors that may, or may not, look at files and run programs. */
  public Input localChecks(boolean allowed) {
    return with(at, allowed, letGo);
  }

  /** The same resources, whose nodes have let go these VIPs that their plans once had. */
  public Input letGo(Set<LetGo> vips) {
    return with(at, localChecks, vips);
  }

  private Input with(Instant time, boolean checks, @Nullable Set<LetGo> vips) {
    return new Input(
        virtualServices,
        realServers,
        directorGroups,
        addressPools,
        nodes,
        namespaces,
        time,
        checks,
        vips);
  }
}
