package dev.lvs.operator.status;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ServicePort;
import dev.lvs.compile.Compilation.PoolFacts;
import dev.lvs.compile.Compilation.ServerFacts;
import dev.lvs.compile.Compilation.ServiceFacts;
import dev.lvs.compile.problem.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/** Facts of one resource in one compilation: all that its status needs but the nodes' reports. */
public sealed interface Facts {
  /** The generation of the resource that was compiled. */
  long generation();

  /** What its user got wrong. */
  List<Problem> problems();

  /**
   * Of a VirtualService.
   *
   * @param hosts nodes that hold its VIPs as real servers, each with its addresses that are ready
   * @param mark the firewall mark in force
   * @param ports as its user wrote them
   * @param checked whether its real servers are checked, or some of them
   */
  record OfService(
      long generation,
      List<Problem> problems,
      ServiceFacts compiled,
      SortedMap<String, Set<String>> hosts,
      Optional<Long> mark,
      List<ServicePort> ports,
      boolean checked)
      implements Facts {
    /** Of a service whose real servers are not checked. */
    public OfService(
        long generation,
        List<Problem> problems,
        ServiceFacts compiled,
        SortedMap<String, Set<String>> hosts,
        Optional<Long> mark,
        List<ServicePort> ports) {
      this(generation, problems, compiled, hosts, mark, ports, false);
    }

    /** Whether any node is to hold something of it. */
    public boolean onNodes() {
      return !compiled.directors().isEmpty() || !hosts.isEmpty();
    }

    /** How many of its real servers that take new connections are on these nodes. */
    int readyOn(Collection<String> nodes) {
      return nodes.stream().mapToInt(node -> hosts.getOrDefault(node, Set.of()).size()).sum();
    }
  }

  /**
   * Of a RealServer.
   *
   * @param hosts nodes that are this real server, and hold VIPs for it
   * @param services the VirtualServices that use it, each with what serves and checks it
   */
  record OfServer(
      long generation,
      List<Problem> problems,
      ServerFacts compiled,
      SortedSet<String> hosts,
      List<Use> services)
      implements Facts {
    public OfServer {
      services = List.copyOf(services);
    }

    /** Of a server that is checked in no service. */
    public OfServer(
        long generation, List<Problem> problems, ServerFacts compiled, SortedSet<String> hosts) {
      this(generation, problems, compiled, hosts, List.of());
    }
  }

  /**
   * Use of a real server by one VirtualService.
   *
   * @param directors that serve it
   * @param checked whether they check the real server
   */
  record Use(ResourceName service, List<String> directors, boolean checked) {
    public Use {
      directors = List.copyOf(directors);
    }
  }

  /**
   * Of a DirectorGroup.
   *
   * @param services how many VirtualServices each of its nodes serves, by node
   */
  record OfGroup(long generation, List<Problem> problems, SortedMap<String, Integer> services)
      implements Facts {}

  /** Of an AddressPool. */
  record OfPool(long generation, List<Problem> problems, PoolFacts compiled) implements Facts {}
}
