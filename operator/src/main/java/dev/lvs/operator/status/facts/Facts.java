package dev.lvs.operator.status.facts;

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
import java.util.TreeMap;

/** Facts of one resource in one compilation: all that its status needs but the nodes' reports. */
public sealed interface Facts {
  /** The generation of the resource that was compiled. */
  long generation();

  /** Returns what its user got wrong. */
  List<Problem> problems();

  /**
   * Facts of a VirtualService.
   *
   * @param hosts nodes that hold its VIPs as real servers, each with its addresses that are ready
   * @param mark the firewall mark in force
   * @param ports as its user wrote them
   * @param checked whether its real servers are checked, or some of them
   * @param dead nodes that are not ready, each with the addresses of its real servers on it that
   *     take new connections, and that nobody checks
   */
  record OfService(
      long generation,
      List<Problem> problems,
      ServiceFacts compiled,
      SortedMap<String, Set<String>> hosts,
      Optional<Long> mark,
      List<ServicePort> ports,
      boolean checked,
      SortedMap<String, Set<String>> dead)
      implements Facts {
    /** Of a service whose real servers are not checked. */
    public OfService(
        long generation,
        List<Problem> problems,
        ServiceFacts compiled,
        SortedMap<String, Set<String>> hosts,
        Optional<Long> mark,
        List<ServicePort> ports) {
      this(generation, problems, compiled, hosts, mark, ports, false, new TreeMap<>());
    }

    /** Returns whether any node is to hold something of it. */
    public boolean onNodes() {
      return !compiled.directors().isEmpty() || !hosts.isEmpty();
    }

    /**
     * Returns how many of its real servers are on nodes that are not ready, beside those of these
     * nodes.
     */
    public int deadBeside(Collection<String> nodes) {
      return dead.entrySet().stream()
          .filter(entry -> !nodes.contains(entry.getKey()))
          .mapToInt(entry -> entry.getValue().size())
          .sum();
    }

    /** Returns how many of its real servers that take new connections are on these nodes. */
    public int readyOn(Collection<String> nodes) {
      return nodes.stream().mapToInt(node -> hosts.getOrDefault(node, Set.of()).size()).sum();
    }
  }

  /**
   * Facts of a RealServer.
   *
   * @param hosts nodes that are this real server, and hold VIPs for it
   * @param services the VirtualServices that use it, each with what serves and checks it
   * @param leaving those that it leaves or has left by its drain, each with what serves it
   * @param dead the node that it is on, where that is not ready
   */
  record OfServer(
      long generation,
      List<Problem> problems,
      ServerFacts compiled,
      SortedSet<String> hosts,
      List<Use> services,
      List<Use> leaving,
      Optional<String> dead)
      implements Facts {
    public OfServer {
      leaving = List.copyOf(leaving);
      services = List.copyOf(services);
    }

    /** Of a server on no node, or on one that is ready. */
    public OfServer(
        long generation,
        List<Problem> problems,
        ServerFacts compiled,
        SortedSet<String> hosts,
        List<Use> services) {
      this(generation, problems, compiled, hosts, services, List.of(), Optional.empty());
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
   * Facts of a DirectorGroup.
   *
   * @param services how many VirtualServices each of its nodes serves, by node
   */
  record OfGroup(long generation, List<Problem> problems, SortedMap<String, Integer> services)
      implements Facts {}

  /** Facts of an AddressPool. */
  record OfPool(long generation, List<Problem> problems, PoolFacts compiled) implements Facts {}
}
