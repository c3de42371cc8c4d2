package dev.lvs.compile.allocate;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PoolLimits;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.draft.Candidates;
import dev.lvs.compile.draft.Mapping;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution.Server;
import dev.lvs.compile.resolve.Resolution.Service;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Limits the size of a VirtualService and of a namespace on each director. Sizes are computed
 * before anything is expanded, because a few lines of YAML multiply to millions.
 *
 * <p>What is in force stays, even where less is granted now: a service that does not grow is never
 * refused. Of the services that grow or are new, the older ones come first.
 */
public final class Quota {
  /** The most destinations of one VirtualService, some 1.5 MB of a plan. */
  static final int MOST = 16_384;

  private final Map<ResourceName, Long> held = new HashMap<>();
  private final Map<String, Long> used = new HashMap<>();
  private final Report report;

  /**
   * Size of a service as it is specified.
   *
   * @param all its destinations, and one for each entry without any and each marked range
   */
  private record Size(Service service, int vips, int ports, long servers, long all) {
    @Override
    public String toString() {
      return "%d destinations (VIPs x ports x real servers, %d x %d x %d)"
          .formatted(all, vips, ports, servers);
    }
  }

  /**
   * @param before the plans in force
   */
  public Quota(List<NodePlanSpec> before, Report report) {
    this.report = report;
    this.held.putAll(sizes(before));
  }

  /** Returns how much the services take of plans, each on the director that has most of it. */
  public static Map<ResourceName, Long> sizes(List<NodePlanSpec> plans) {
    Map<ResourceName, Long> sizes = new HashMap<>();
    for (NodePlanSpec plan : plans) {
      Map<ResourceName, Long> here = new HashMap<>();
      for (PlannedService service : plan.director().services()) {
        here.merge(service.source(), Math.max(1L, service.destinations().size()), Long::sum);
      }
      for (PlannedMark mark : plan.director().marks()) {
        here.merge(mark.source(), 1L, Long::sum);
      }
      here.forEach((service, size) -> sizes.merge(service, size, Math::max));
    }
    return sizes;
  }

  /** The most of something that one of the pools grants which admit the namespace. */
  public static int limit(Service service, ToIntFunction<PoolLimits> limit) {
    return limit.applyAsInt(service.pools().limits());
  }

  /** Refuses what is too much; what is refused already keeps what it has. */
  public void check(List<Service> services) {
    List<Size> growing = new ArrayList<>();
    for (Service service : services) {
      long before = held.getOrDefault(service.name(), 0L);
      VirtualServiceSpec spec = service.spec();
      if (spec == null || report.refused(service.name())) {
        use(service, before);
        continue;
      }
      Size size = size(service, spec);
      use(service, Math.min(before, size.all()));
      if (size.all() > before && size.all() > MOST) {
        report.refuse(
            service.name(),
            "spec",
            Reason.TOO_MANY_DESTINATIONS,
            "The service comes to %s, and one may have %d; name fewer, or divide it."
                .formatted(size, MOST));
      } else if (size.all() > before) {
        growing.add(size);
      }
    }
    growing.sort(
        Comparator.comparing((Size size) -> size.service().created())
            .thenComparing(size -> size.service().name()));
    growing.forEach(this::grow);
  }

  private void grow(Size size) {
    Service service = size.service();
    String namespace = service.name().namespace();
    long before = held.getOrDefault(service.name(), 0L);
    long others = used.getOrDefault(namespace, 0L) - before;
    int limit = limit(service, PoolLimits::destinations);
    if (others + size.all() > limit) {
      report.refuse(
          service.name(),
          "spec",
          Reason.QUOTA_EXCEEDED,
          "The service comes to %s, and namespace %s may have %d, of which its other services take %d; name fewer, delete others, or ask an admin for more (spec.limits.destinations of an AddressPool)."
              .formatted(size, namespace, limit, others));
    } else {
      use(service, size.all() - before);
    }
  }

  private void use(Service service, long size) {
    used.merge(service.name().namespace(), size, Long::sum);
  }

  private static Size size(Service service, VirtualServiceSpec spec) {
    // which mark it is does not matter, nor which family where no VIP says it
    Candidates none = new Candidates(List.of(), new TreeSet<>());
    Mapping mapping = Mapping.of(spec, service.vips(), none, Optional.of(1L));
    boolean both = families(service.vips()).size() > 1;
    Map<AddressFamily, Long> servers = new HashMap<>();
    for (AddressFamily family : AddressFamily.values()) {
      servers.put(
          family, servers(service, spec).filter(one -> !both || one.contains(family)).count());
    }
    long all =
        mapping.marks().size()
            + mapping.entries().keySet().stream()
                .mapToLong(claim -> Math.max(1L, servers.getOrDefault(claim.family(), 0L)))
                .sum();
    return new Size(
        service,
        Math.max(1, spec.addresses().size()),
        Math.max(1, spec.ports().size()),
        servers(service, spec).count(),
        all);
  }

  /** The families of each real server that the service chooses. */
  private static Stream<List<AddressFamily>> servers(Service service, VirtualServiceSpec spec) {
    Stream<Server> named =
        service.named().stream()
            .flatMap(reference -> reference.found().stream())
            .filter(server -> !service.selected().contains(server));
    return Stream.of(
            Stream.concat(service.selected().stream(), named)
                .map(server -> families(server.addresses())),
            service.hosts().stream().map(host -> families(host.addresses())),
            spec.realServers().inline().stream()
                .map(inline -> families(IpAddress.read(inline.address()).stream().toList())))
        .flatMap(one -> one);
  }

  private static List<AddressFamily> families(List<IpAddress> addresses) {
    return addresses.stream().map(IpAddress::family).distinct().toList();
  }
}
