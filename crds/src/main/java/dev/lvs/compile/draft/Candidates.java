package dev.lvs.compile.draft;

import dev.lvs.api.v1alpha1.InlineRealServer;
import dev.lvs.api.v1alpha1.RealServerSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.SorryServer;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.problem.ServerIssue;
import dev.lvs.compile.resolve.Reference.Dangling;
import dev.lvs.compile.resolve.Reference.Found;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.resolve.Resolution.Host;
import dev.lvs.compile.resolve.Resolution.Server;
import dev.lvs.compile.resolve.Upkeep;
import dev.lvs.compile.rights.Rights;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The real servers of one VirtualService: the union of all its sources, each once.
 *
 * @param usable those that can become destinations
 * @param leftOut RealServers that are refused; their last good version stays
 */
public record Candidates(List<Candidate> usable, SortedSet<ResourceName> leftOut) {

  public static Candidates of(Resolution.Service service, Rights rights, Report report) {
    List<Candidate> usable = new ArrayList<>();
    SortedSet<ResourceName> leftOut = new TreeSet<>();
    for (Server server : servers(service, report)) {
      if (report.refused(server.name())) {
        leftOut.add(server.name());
        report.leaveOut(
            service.name(),
            "spec.realServers",
            Reason.REAL_SERVER_REFUSED,
            new ServerIssue(
                server.name(),
                Optional.empty(),
                0,
                server.name().toString(),
                "is refused, so at most its last good version serves; see its conditions."));
      } else if (server.spec() != null && !removed(service, server.upkeep())) {
        usable.add(candidate(server, server.spec()));
      }
    }
    for (Host host : service.hosts()) {
      if (host.addresses().isEmpty()) {
        leftOut.add(host.name());
        report.leaveOut(
            service.name(),
            "spec.realServers.nodeSelector",
            Reason.NODE_WITHOUT_ADDRESS,
            host.name() + " has no InternalIP; wait for it, or exclude the node by its labels.");
      } else {
        usable.add(
            new Candidate(host.name(), host.addresses(), null, 1, null, null, null, List.of()));
      }
    }
    inline(service, rights, report, usable);
    sorryServer(service, rights, report).ifPresent(usable::add);
    noteEmptySelectors(service, report);
    return new Candidates(List.copyOf(usable), leftOut);
  }

  /** Returns whether a real server leaves a service, which it may do by draining. */
  private static boolean removed(Resolution.Service service, Upkeep upkeep) {
    boolean drainsByTime = service.spec() != null && service.spec().drain() != null;
    return removed(drainsByTime, upkeep);
  }

  /**
   * Returns whether a real server leaves an entry, which it may do by draining.
   *
   * @param drainsByTime whether the entry says how long that takes
   */
  public static boolean removed(boolean drainsByTime, Upkeep upkeep) {
    return upkeep.isOff() || (drainsByTime && upkeep.drains());
  }

  /** The weight in force: 0 while draining, or while the node that it follows is not ready. */
  public static int weight(Server server, RealServerSpec spec) {
    return server.upkeep().drains() || server.isAway() ? 0 : spec.weight();
  }

  /** The weights of all that are chosen, as they are while none is under maintenance. */
  static LongSummaryStatistics weights(Resolution.Service service) {
    SortedMap<ResourceName, Long> weights = new TreeMap<>();
    Stream.concat(
            service.selected().stream(),
            service.named().stream().flatMap(one -> one.found().stream()))
        .filter(server -> server.spec() != null)
        .forEach(server -> weights.put(server.name(), (long) server.spec().weight()));
    List<InlineRealServer> inline =
        service.spec() == null ? List.of() : service.spec().realServers().inline();
    return Stream.of(
            weights.values().stream(),
            service.hosts().stream().map(_ -> 1L),
            inline.stream().map(one -> (long) one.weight()))
        .flatMap(each -> each)
        .mapToLong(Long::longValue)
        .summaryStatistics();
  }

  private static void noteEmptySelectors(Resolution.Service service, Report report) {
    var sources = service.spec() == null ? null : service.spec().realServers();
    if (sources != null && sources.selector() != null && service.selected().isEmpty()) {
      report.note(
          service.name(),
          "spec.realServers.selector",
          Reason.NO_REAL_SERVERS,
          "The selector matches no RealServer of namespace %s; label one, or correct it."
              .formatted(service.name().namespace()));
    }
    if (sources != null && sources.nodeSelector() != null && service.hosts().isEmpty()) {
      report.note(
          service.name(),
          "spec.realServers.nodeSelector",
          Reason.NO_REAL_SERVERS,
          "The selector matches no node; label one, or correct it.");
    }
  }

  private static Iterable<Server> servers(Resolution.Service service, Report report) {
    SortedMap<ResourceName, Server> servers = new TreeMap<>();
    service.selected().forEach(server -> servers.put(server.name(), server));
    for (int i = 0; i < service.named().size(); i++) {
      switch (service.named().get(i)) {
        case Found<Server>(Server server) -> servers.put(server.name(), server);
        case Dangling<Server>(ResourceName name) ->
            report.refuse(
                service.name(),
                "spec.realServers.names[" + i + "]",
                Reason.REAL_SERVER_NOT_FOUND,
                "There is no %s; create it or take the name out.".formatted(name));
      }
    }
    return servers.values();
  }

  private static Candidate candidate(Server server, RealServerSpec spec) {
    return new Candidate(
        server.name(),
        server.addresses(),
        spec.port(),
        weight(server, spec),
        spec.thresholds(),
        spec.forwarding(),
        spec.tunnel(),
        Candidate.checks(spec.healthCheck(), spec.additionalHealthChecks()));
  }

  private static void inline(
      Resolution.Service service, Rights rights, Report report, List<Candidate> usable) {
    List<InlineRealServer> inline =
        service.spec() == null ? List.of() : service.spec().realServers().inline();
    for (int i = 0; i < inline.size(); i++) {
      InlineRealServer server = inline.get(i);
      Optional<IpAddress> address = IpAddress.read(server.address());
      Optional<String> lack = address.flatMap(rights::lackOfPlace);
      String field = "spec.realServers.inline[%d].address".formatted(i);
      lack.ifPresent(
          why -> report.leaveOut(service.name(), field, Reason.LOCAL_ADDRESS_IN_USE, why));
      if (address.isPresent() && lack.isEmpty()) {
        usable.add(
            new Candidate(
                service.name(),
                List.of(address.get()),
                server.port(),
                server.weight(),
                null,
                null,
                null,
                List.of()));
      }
    }
  }

  /** Of weight 0, for it stands by. */
  private static Optional<Candidate> sorryServer(
      Resolution.Service service, Rights rights, Report report) {
    SorryServer sorry = service.spec() == null ? null : service.spec().sorryServer();
    if (sorry == null) {
      return Optional.empty();
    }
    Optional<IpAddress> address = IpAddress.read(sorry.address());
    Optional<String> lack = address.flatMap(rights::lackOfPlace);
    lack.ifPresent(
        why ->
            report.leaveOut(
                service.name(), "spec.sorryServer.address", Reason.LOCAL_ADDRESS_IN_USE, why));
    return address
        .filter(_ -> lack.isEmpty())
        .map(
            at ->
                new Candidate(
                    service.name(),
                    List.of(at),
                    sorry.port(),
                    0,
                    null,
                    sorry.method(),
                    null,
                    List.of(),
                    Candidate.Role.SORRY_SERVER));
  }
}
