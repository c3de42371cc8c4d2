package dev.lvs.compile.draft;

import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.ProbePath;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution.Service;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.IpAddress;
import java.util.Collection;
import java.util.List;

/** Finds real servers whose check does not know which address and port to ask. */
final class Checkable {
  private final Service service;
  private final VirtualServiceSpec spec;
  private final Mapping mapping;
  private final Collection<IpAddress> vips;
  private final Report report;

  Checkable(
      Service service,
      VirtualServiceSpec spec,
      Mapping mapping,
      Collection<IpAddress> vips,
      Report report) {
    this.service = service;
    this.spec = spec;
    this.mapping = mapping;
    this.vips = vips;
    this.report = report;
  }

  /**
   * Looks at one real server of an entry.
   *
   * @param port of the destination; 0 where it has none
   */
  void check(ServiceKey key, int port, Candidate candidate) {
    of(candidate).forEach(check -> check(key, port, candidate, check));
  }

  /** The checks of a candidate. */
  List<HealthCheck> of(Candidate candidate) {
    return candidate.healthChecks().isEmpty()
        ? Candidate.checks(spec.healthCheck(), spec.additionalHealthChecks())
        : candidate.healthChecks();
  }

  private void check(ServiceKey key, int port, Candidate candidate, HealthCheck check) {
    if (!check.asksPort()) {
      return;
    }
    boolean forwarded = check.through() == ProbePath.FORWARDING;
    if (forwarded && vips.stream().noneMatch(vip -> vip.family() == key.family())) {
      report.refuse(
          service.name(),
          "spec.healthCheck.through",
          Reason.INVALID_HEALTH_CHECK,
          candidate.title()
              + " is reached by a firewall mark without VIPs, so a probe through forwarding has no"
              + " address to go to; write direct, or list the VIPs in spec.addresses.");
    } else if (check.port() == null && (forwarded ? firstPort(key) : port) == 0) {
      report.refuse(
          service.name(),
          "spec.healthCheck.port",
          Reason.INVALID_HEALTH_CHECK,
          candidate.title()
              + " is reached at the port that the client asks for, so its check has none to ask;"
              + " write one.");
    }
  }

  /** The first port that clients ask; 0 where there is none to be named. */
  private int firstPort(ServiceKey key) {
    return switch (key) {
      case AddressKey one -> one.port();
      case MarkKey(var family, var mark) ->
          mapping.marks().entrySet().stream()
              .filter(one -> one.getValue() == mark && one.getKey().family() == family)
              .mapToInt(one -> one.getKey().first())
              .min()
              .orElse(0);
    };
  }
}
