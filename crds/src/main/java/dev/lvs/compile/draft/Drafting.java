package dev.lvs.compile.draft;

import static java.util.Objects.requireNonNullElse;

import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.PlannedCheck;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Tunnel;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.problem.ServerIssue;
import dev.lvs.compile.resolve.Resolution.Group;
import dev.lvs.compile.resolve.Resolution.Service;
import dev.lvs.compile.rights.ServerGrants;
import dev.lvs.compile.rights.ServerGrants.Allowance;
import dev.lvs.compile.rules.FailureRules;
import dev.lvs.compile.rules.HashRules;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Fits the real servers of one VirtualService to each of its VIPs and ports.
 *
 * <p>In a service of both families each VIP has the real servers of its own: one with addresses of
 * both serves all VIPs. Only where no VIP is of a real server's family does a tunnel cross over.
 */
public final class Drafting {
  private static final Tunnel IPIP = new Tunnel(TunnelType.IPIP, null, TunnelChecksum.NONE);

  private final ResourceName name;
  private final VirtualServiceSpec spec;
  private final Group group;
  private final Report report;
  private final Mapping mapping;
  private final Service service;
  private final ServerGrants grants;
  private final SortedSet<IpAddress> vips;
  private final boolean bothFamilies;
  private final Checkable checkable;

  private Drafting(
      Service service,
      VirtualServiceSpec spec,
      Group group,
      Mapping mapping,
      ServerGrants grants,
      Report report) {
    this.service = service;
    this.grants = grants;
    this.name = service.name();
    this.spec = spec;
    this.group = group;
    this.report = report;
    this.mapping = mapping;
    this.vips = new TreeSet<>(service.vips());
    this.bothFamilies = vips.stream().map(IpAddress::family).distinct().count() > 1;
    this.checkable = new Checkable(service, spec, mapping, vips, report);
  }

  /**
   * The entries of a service that has passed its rules.
   *
   * @param mapping its entries
   */
  public static Draft draft(
      Service service,
      VirtualServiceSpec spec,
      Group group,
      Candidates candidates,
      Mapping mapping,
      ServerGrants grants,
      Report report) {
    Drafting drafting = new Drafting(service, spec, group, mapping, grants, report);
    SortedMap<ServiceKey, Draft.Entry> entries = new TreeMap<>();
    mapping
        .entries()
        .forEach(
            (claim, target) -> {
              Draft.Entry entry = drafting.entry(claim, target.orElse(null), candidates);
              HashRules.check(service.name(), spec, entry.destinations(), report);
              drafting.noteLackOfSorryServer(claim, entry);
              entries.put(claim, entry);
            });
    FailureRules.check(service.name(), spec, Candidates.weights(service), report);
    if (drafting.bothFamilies) {
      drafting.noteFamiliesWithoutServers(entries);
    }
    return new Draft(service, group, drafting.vips, entries, mapping.marks());
  }

  private Draft.Entry entry(ServiceKey key, @Nullable Integer targetPort, Candidates candidates) {
    SortedSet<ResourceName> leftOut = new TreeSet<>(candidates.leftOut());
    SortedMap<Fit, String> taken = new TreeMap<>();
    SortedMap<Fit, PlannedDestination> destinations = new TreeMap<>();
    SortedMap<Fit, List<PlannedCheck>> checks = new TreeMap<>();
    Optional<PlannedDestination> sorryServer = Optional.empty();
    Allowance allowance = grants.allowance(service, mapping.taken(key, vips));
    for (Candidate candidate : candidates.usable()) {
      if (bothFamilies && !candidate.isOf(key.family())) {
        continue;
      }
      Fit fit = fit(key, targetPort, candidate);
      if (!isGranted(allowance, key, fit, candidate)) {
        continue;
      }
      if (!fits(key, fit, candidate)) {
        leftOut.add(candidate.source());
        continue;
      }
      String first = taken.putIfAbsent(fit, candidate.title());
      if (first != null && candidate.isSorryServer()) {
        noteStandIn(fit, first);
        continue;
      }
      if (first != null) {
        misfit(
            candidate,
            Reason.DUPLICATE_DESTINATION,
            "is %s port %d, and so is %s; remove one.".formatted(fit.address(), fit.port(), first));
        continue;
      }
      noteUnusedTunnel(fit, candidate);
      if (candidate.isSorryServer()) {
        sorryServer = Optional.of(destination(fit, candidate));
        continue;
      }
      destinations.put(fit, destination(fit, candidate));
      checkable.check(key, fit.port(), candidate);
      checks.put(
          fit,
          candidate.healthChecks().stream()
              .map(check -> new PlannedCheck(fit.address(), fit.port(), check))
              .toList());
    }
    return new Draft.Entry(
        List.copyOf(destinations.values()),
        sorryServer,
        checks.values().stream().flatMap(List::stream).toList(),
        leftOut);
  }

  private void noteStandIn(Fit fit, String realServer) {
    report.note(
        name,
        "spec.sorryServer",
        Reason.DUPLICATE_DESTINATION,
        "The sorry server is %s port %d, and so is %s, which cannot stand in for itself: there is none; write another server."
            .formatted(fit.address(), fit.port(), realServer));
  }

  /** Where it is of the other family; what else keeps it out is told where it does. */
  private void noteLackOfSorryServer(ServiceKey key, Draft.Entry entry) {
    if (bothFamilies
        && spec.sorryServer() != null
        && entry.sorryServer().isEmpty()
        && IpAddress.parse(spec.sorryServer().address()).family() != key.family()) {
      report.note(
          name,
          "spec.sorryServer.address",
          Reason.ADDRESS_FAMILY_MISMATCH,
          "%s has no sorry server, which is of the other family; write a VirtualService of its own for the VIP, with another sorry server."
              .formatted(key.traffic().title()));
    }
  }

  /** Returns what is not granted is no mistake that the last good version would make up for. */
  private boolean isGranted(Allowance allowance, ServiceKey key, Fit fit, Candidate candidate) {
    Optional<String> lack =
        allowance.lack(fit.address(), fit.method(), () -> mapping.reached(key, fit.port()));
    if (lack.isEmpty() && !candidate.isSorryServer()) {
      return mayAsk(allowance, key, fit, candidate);
    }
    lack.ifPresent(
        why ->
            report.leaveOut(
                name,
                candidate.field(name),
                Reason.REAL_SERVER_NOT_GRANTED,
                candidate.issue("has address %s, %s.".formatted(fit.address(), why))));
    return lack.isEmpty();
  }

  private boolean mayAsk(Allowance allowance, ServiceKey key, Fit fit, Candidate candidate) {
    for (HealthCheck check : checkable.of(candidate)) {
      Optional<String> lack =
          allowance.lackOfProbe(
              check, fit.address(), fit.method(), () -> mapping.reached(key, fit.port()));
      if (lack.isPresent()) {
        report.leaveOut(
            name,
            candidate.field(name),
            Reason.REAL_SERVER_NOT_GRANTED,
            candidate.issue(lack.get()));
        return false;
      }
    }
    return true;
  }

  private void noteFamiliesWithoutServers(SortedMap<ServiceKey, Draft.Entry> entries) {
    if (entries.values().stream().allMatch(entry -> entry.destinations().isEmpty())) {
      return; // nothing particular to a family
    }
    entries.forEach(
        (key, entry) -> {
          if (entry.destinations().isEmpty()) {
            report.note(
                name,
                "spec.realServers",
                Reason.NO_REAL_SERVERS,
                "No real server has an %s address, so %s leads nowhere; add one that has, or write a VirtualService of its own for the VIP, whose tunnels may cross over."
                    .formatted(key.family().text(), key.traffic().title()));
          }
        });
  }

  private Fit fit(ServiceKey key, @Nullable Integer targetPort, Candidate candidate) {
    ForwardingMode method = requireNonNullElse(candidate.method(), spec.forwarding().method());
    int port = requireNonNullElse(targetPort, port(key));
    return new Fit(
        candidate.address(key.family(), group.hosts()),
        requireNonNullElse(candidate.port(), port),
        method);
  }

  private boolean fits(ServiceKey key, Fit fit, Candidate candidate) {
    return (fit.port() == port(key) || canMap(key, fit, candidate))
        && canRewrite(fit, candidate)
        && canReach(key, fit, candidate)
        && canSynchronise(key, fit, candidate);
  }

  /** The port at which real servers are reached unless something is said; 0 for the client's. */
  private static int port(ServiceKey key) {
    return switch (key) {
      case AddressKey one -> one.port();
      case MarkKey _ -> 0;
    };
  }

  private boolean canMap(ServiceKey key, Fit fit, Candidate candidate) {
    String port = "is to be reached at port " + fit.port();
    if (port(key) == 0 && !mapping.isUsersMark()) {
      return misfit(
          candidate,
          Reason.PORT_MISMATCH,
          "%s, but %s is %s, which cannot be mapped; remove the port there."
              .formatted(
                  port,
                  key.traffic().title(),
                  key instanceof MarkKey ? "several ports" : "every port"));
    }
    if (fit.method() == ForwardingMode.DR || fit.method() == ForwardingMode.TUN) {
      return misfit(
          candidate,
          Reason.PORT_MISMATCH,
          port(key) == 0
              ? "%s, but %s cannot map ports; remove the port there, or use NAT."
                  .formatted(port, fit.method())
              : "%s, but %s cannot map port %d; use that port there, or NAT."
                  .formatted(port, fit.method(), port(key)));
    }
    return true;
  }

  /** Sources are rewritten by VIP and port, whichever real server a packet goes to. */
  private boolean canRewrite(Fit fit, Candidate candidate) {
    ForwardingMode method = spec.forwarding().method();
    if ((fit.method() == ForwardingMode.FULLNAT) != (method == ForwardingMode.FULLNAT)) {
      return misfit(
          candidate,
          Reason.INVALID_FORWARDING,
          "is to be reached by %s, but FULLNAT is for all real servers of a service or for none, and here the method is %s; remove forwarding there."
              .formatted(fit.method(), method));
    }
    return true;
  }

  private static Object vip(ServiceKey key) {
    return switch (key) {
      case AddressKey one -> one.address();
      case MarkKey mark -> "the " + mark.family().text() + " VIPs";
    };
  }

  private boolean canReach(ServiceKey key, Fit fit, Candidate candidate) {
    AddressFamily family = fit.address().family();
    String address = "has address " + fit.address();
    if (family != key.family() && fit.method() != ForwardingMode.TUN) {
      return misfit(
          candidate,
          Reason.ADDRESS_FAMILY_MISMATCH,
          "%s, and %s cannot carry %s there; use TUN, or an address of the VIP's family."
              .formatted(address, fit.method(), vip(key)));
    }
    if (vips.contains(fit.address())) {
      return misfit(
          candidate,
          Reason.VIP_IS_HOST_ADDRESS,
          address + ", which is the VIP; write the address it has without LVS.");
    }
    return true;
  }

  /** IPVS does not synchronise connections while it has a destination of another family. */
  private boolean canSynchronise(ServiceKey key, Fit fit, Candidate candidate) {
    boolean mixed = fit.address().family() != key.family();
    if (mixed && group.spec() != null && group.spec().connectionSync() != null) {
      return misfit(
          candidate,
          Reason.ADDRESS_FAMILY_MISMATCH,
          "has address %s, and the kernel has no other family than that of %s where %s has connectionSync; use an address of the VIP's family, or another group."
              .formatted(fit.address(), key.traffic().title(), group.name()));
    }
    return true;
  }

  /** A real server may be in services of several methods, of which one is a tunnel. */
  private void noteUnusedTunnel(Fit fit, Candidate candidate) {
    if (candidate.tunnel() != null && fit.method() != ForwardingMode.TUN) {
      report.note(
          name,
          "spec.realServers",
          Reason.SETTING_UNUSED,
          "%s has a tunnel, but is reached by %s here, which has none; write forwarding: TUN there, or remove the tunnel."
              .formatted(candidate.title(), fit.method()));
    }
  }

  private PlannedDestination destination(Fit fit, Candidate candidate) {
    Tunnel tunnel =
        fit.method() != ForwardingMode.TUN
            ? null
            : candidate.tunnel() != null
                ? candidate.tunnel()
                : requireNonNullElse(spec.forwarding().tunnel(), IPIP);
    return new PlannedDestination(
        fit.address(),
        fit.port(),
        fit.method(),
        candidate.weight(),
        candidate.thresholds() != null || candidate.isSorryServer()
            ? candidate.thresholds()
            : spec.thresholds(),
        tunnel,
        candidate.source());
  }

  /** A real server of its own spoils the service itself; another's is left out. */
  private boolean misfit(Candidate candidate, Reason reason, String predicate) {
    ServerIssue issue = candidate.issue(predicate);
    if (candidate.source().equals(name)) {
      report.refuse(name, candidate.field(name), reason, issue);
    } else {
      report.leaveOut(name, candidate.field(name), reason, issue);
    }
    return false;
  }

  /**
   * Address, port and forwarding method of a candidate; address and port identify a destination.
   */
  private record Fit(IpAddress address, int port, ForwardingMode method)
      implements Comparable<Fit> {
    private static final Comparator<Fit> ORDER =
        Comparator.comparing(Fit::address).thenComparingInt(Fit::port);

    @Override
    public int compareTo(Fit other) {
      return ORDER.compare(this, other);
    }
  }
}
