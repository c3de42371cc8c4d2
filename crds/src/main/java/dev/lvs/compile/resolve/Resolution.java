package dev.lvs.compile.resolve;

import dev.lvs.api.LetGo;
import dev.lvs.api.v1alpha1.AddressPoolSpec;
import dev.lvs.api.v1alpha1.AddressUse;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.RealServerSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.StandDown;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The input with every reference looked up, sorted by name.
 *
 * @param at the time for which it is compiled
 * @param localChecks whether directors may look at files and run programs as health checks
 * @param letGo what nodes have let go of the former VIPs in their plans; empty where nobody tells
 */
public record Resolution(
    List<Service> services,
    List<Server> servers,
    List<Group> groups,
    List<Pool> pools,
    List<Host> hosts,
    Instant at,
    boolean localChecks,
    Optional<Set<LetGo>> letGo) {
  public Resolution {
    services = List.copyOf(services);
    servers = List.copyOf(servers);
    groups = List.copyOf(groups);
    pools = List.copyOf(pools);
    hosts = List.copyOf(hosts);
  }

  /**
   * The nodes by all their addresses. One that several have is the first's, or that of the first
   * which has it as an internal one.
   */
  public Map<IpAddress, Host> hostsByAddress() {
    Map<IpAddress, Host> byAddress = new HashMap<>();
    hosts.forEach(host -> host.addresses().forEach(one -> byAddress.putIfAbsent(one, host)));
    hosts.forEach(host -> host.others().forEach(one -> byAddress.putIfAbsent(one, host)));
    return byAddress;
  }

  /**
   * A VirtualService and all it refers to.
   *
   * @param created creation time as Kubernetes writes it, empty where there is none
   * @param vips the addresses that it lists, in their order: all of them once its rules have passed
   * @param named the real servers of {@code spec.realServers.names}, in that order
   * @param selected those that its selector matches
   * @param hosts the nodes that its node selector matches
   * @param pools those that admit its namespace
   * @param localPool the one that its local addresses are to come from
   */
  public record Service(
      ResourceName name,
      String created,
      @Nullable VirtualServiceSpec spec,
      List<IpAddress> vips,
      Reference<Group> group,
      List<Reference<Server>> named,
      List<Server> selected,
      List<Host> hosts,
      AdmittingPools pools,
      Optional<Reference<Pool>> localPool) {
    public Service {
      vips = List.copyOf(vips);
      named = List.copyOf(named);
      selected = List.copyOf(selected);
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * A RealServer.
   *
   * @param addresses its own, or those of the node that it names; none where it has neither, or one
   *     that cannot be read
   * @param host the node it runs on: the one it names, or the one that has its address; empty where
   *     it runs outside the cluster
   * @param note its annotation of maintenance
   */
  public record Server(
      ResourceName name,
      @Nullable RealServerSpec spec,
      List<IpAddress> addresses,
      Optional<Reference<Host>> host,
      Upkeep upkeep,
      Optional<String> note) {
    public Server {
      addresses = List.copyOf(addresses);
    }

    /** Returns whether it follows its node, and that is not ready. */
    public boolean isAway() {
      return spec != null
          && spec.followsNode()
          && host.flatMap(Reference::found)
              .flatMap(Host::ready)
              .filter(ready -> !ready)
              .isPresent();
    }
  }

  /** A DirectorGroup with its nodes. */
  public record Group(ResourceName name, @Nullable DirectorGroupSpec spec, List<Host> hosts) {
    public Group {
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * An AddressPool.
   *
   * @param ranges its addresses, as far as they can be read: all of them once its rules have passed
   * @param opened the nodes that it may make real servers
   */
  public record Pool(
      ResourceName name,
      @Nullable AddressPoolSpec spec,
      List<AddressRange> ranges,
      List<Host> opened) {
    public Pool {
      ranges = List.copyOf(ranges);
      opened = List.copyOf(opened);
    }

    /** Returns whether it is one of VIPs and marks, and not of local addresses. */
    public boolean isOfVips() {
      return spec != null && spec.use() == AddressUse.VIP;
    }
  }

  /**
   * A node with its internal addresses, in the order in which it lists them.
   *
   * @param others its external ones, and what a bridge of its pod network has: the first two
   *     addresses of each of its pod CIDRs
   * @param ready its condition Ready, where it says anything of it
   * @param standDown why an admin takes it out of use; empty for one in use
   */
  public record Host(
      ResourceName name,
      List<IpAddress> addresses,
      List<IpAddress> others,
      Optional<Boolean> ready,
      Optional<StandDown> standDown) {
    /** A node in use that says nothing of its condition Ready. */
    public Host(ResourceName name, List<IpAddress> addresses, List<IpAddress> others) {
      this(name, addresses, others, Optional.empty(), Optional.empty());
    }

    public Host {
      addresses = List.copyOf(addresses);
      others = List.copyOf(others);
    }
  }
}
