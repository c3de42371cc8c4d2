package dev.lvs.compile;

import dev.lvs.api.v1alpha1.Allocation;
import dev.lvs.api.v1alpha1.Maintenance;
import dev.lvs.api.v1alpha1.MarkUse;
import dev.lvs.api.v1alpha1.NamespaceUse;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.problem.Consequence;
import dev.lvs.compile.problem.Problem;
import dev.lvs.compile.problem.Withdrawal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Result of compiling an input: the plans, the problems, and the facts for the status of each
 * resource. All lists are sorted by name.
 *
 * @param plans one for each node that has to hold anything, or had to before
 * @param withdrawals entries that this compilation removes because the right that allowed them is
 *     gone
 * @param goodUntil when time alone makes another of it; empty for never
 */
public record Compilation(
    List<NodePlanSpec> plans,
    List<Problem> problems,
    List<ServiceFacts> services,
    List<ServerFacts> servers,
    List<GroupFacts> groups,
    List<PoolFacts> pools,
    List<Withdrawal> withdrawals,
    Optional<Instant> goodUntil) {
  public Compilation {
    plans = List.copyOf(plans);
    problems = List.copyOf(problems);
    services = List.copyOf(services);
    servers = List.copyOf(servers);
    groups = List.copyOf(groups);
    pools = List.copyOf(pools);
    withdrawals = List.copyOf(withdrawals);
  }

  /** The problems of one resource. */
  public List<Problem> problems(ResourceName resource) {
    return problems.stream().filter(problem -> problem.resource().equals(resource)).toList();
  }

  /** Returns whether the resource is refused, so that at most its last good version is in force. */
  public boolean refused(ResourceName resource) {
    return problems.stream()
        .anyMatch(
            problem ->
                problem.resource().equals(resource)
                    && problem.consequence() == Consequence.REFUSED);
  }

  /**
   * Facts of a VirtualService as the plans have it, possibly by its last good version.
   *
   * @param addresses its VIPs
   * @param directors the nodes that serve it
   * @param ready real servers that take new connections
   * @param draining real servers of weight 0
   * @param movingGroup the DirectorGroup of which one director at a time has its VIPs, by a Lease
   *     or by VRRP; empty where each director has them
   * @param awaited those of its VIPs that nobody announces until other nodes have let them go
   */
  public record ServiceFacts(
      ResourceName name,
      List<String> addresses,
      List<String> directors,
      int ready,
      int draining,
      Optional<String> movingGroup,
      List<AwaitedVip> awaited) {
    public ServiceFacts {
      awaited = List.copyOf(awaited);
      addresses = List.copyOf(addresses);
      directors = List.copyOf(directors);
    }

    /** Facts of a service whose directors each have its VIPs. */
    public ServiceFacts(
        ResourceName name,
        List<String> addresses,
        List<String> directors,
        int ready,
        int draining) {
      this(name, addresses, directors, ready, draining, Optional.empty(), List.of());
    }

    /** All its real servers. */
    public int total() {
      return ready + draining;
    }
  }

  /**
   * A VIP that nobody announces until nodes that had it by another announcement have let it go.
   *
   * @param nodes those nodes
   */
  public record AwaitedVip(String address, List<String> nodes) {
    public AwaitedVip {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * Facts of a RealServer as the plans have it.
   *
   * @param addresses the addresses under which services reach it
   * @param services the VirtualServices that use it
   * @param leaving those in whose entries it is listed as leaving, also some time after that is
   *     over
   * @param maintenance the one in force
   */
  public record ServerFacts(
      ResourceName name,
      List<String> addresses,
      List<String> services,
      List<String> leaving,
      ServerState state,
      Optional<Maintenance> maintenance) {
    /** Facts of a server that leaves no service. */
    public ServerFacts(
        ResourceName name,
        List<String> addresses,
        List<String> services,
        ServerState state,
        Optional<Maintenance> maintenance) {
      this(name, addresses, services, List.of(), state, maintenance);
    }

    public ServerFacts {
      leaving = List.copyOf(leaving);
      addresses = List.copyOf(addresses);
      services = List.copyOf(services);
    }
  }

  /** Use of a RealServer. */
  public enum ServerState {
    IN_USE,
    /** No VirtualService chooses it. */
    UNUSED,
    /** It takes no new connections, and may have some from before. */
    DRAINING,
    /** Out of every service by hand. */
    REMOVED
  }

  /**
   * Facts of a DirectorGroup.
   *
   * @param nodes its nodes
   */
  public record GroupFacts(ResourceName name, List<String> nodes) {
    public GroupFacts {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * Facts of an AddressPool.
   *
   * @param allocations its addresses that are in use, by VirtualServices
   * @param marks the firewall marks in use of those that it grants
   * @param namespaces amounts taken by those that it admits and that have something in force
   */
  public record PoolFacts(
      ResourceName name,
      List<Allocation> allocations,
      List<MarkUse> marks,
      List<NamespaceUse> namespaces) {
    public PoolFacts {
      allocations = List.copyOf(allocations);
      marks = List.copyOf(marks);
      namespaces = List.copyOf(namespaces);
    }
  }
}
