package dev.lvs.compile.rights;

import dev.lvs.api.v1alpha1.AddressUse;
import dev.lvs.api.v1alpha1.ReservedMarks;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.HostAddress;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.resolve.Resolution.Host;
import dev.lvs.compile.resolve.Resolution.Pool;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks whether a VirtualService may have the VIPs and the mark it asks for. */
public final class Admission {
  private final List<Pool> pools = new ArrayList<>();
  private final RangeIndex<Pool> byVip = new RangeIndex<>();
  private final RangeIndex<Pool> localAddresses = new RangeIndex<>();
  private final Map<IpAddress, ResourceName> hosts = new HashMap<>();
  private final Report report;
  private final String refused;

  public Admission(Resolution resolution, Report report) {
    this.report = report;
    List<String> lost = new ArrayList<>();
    for (Pool pool : resolution.pools()) {
      boolean local = pool.spec() != null && pool.spec().use() == AddressUse.LOCALADDRESS;
      if (report.refused(pool.name())) {
        if (!local) {
          lost.add(pool.name().toString());
        }
      } else if (pool.spec() != null) {
        (local ? localAddresses : byVip).add(pool, pool.ranges());
        if (!local) {
          pools.add(pool);
        }
      }
    }
    this.refused = lost.isEmpty() ? "" : " (not counting " + String.join(", ", lost) + ", refused)";
    for (Host host : resolution.hosts()) {
      host.addresses().forEach(address -> hosts.putIfAbsent(address, host.name()));
      host.others().forEach(address -> hosts.putIfAbsent(address, host.name()));
    }
  }

  public void check(Resolution.Service service, VirtualServiceSpec spec) {
    if (spec.firewallMark() != null && !ReservedMarks.contains(spec.firewallMark())) {
      mark(service, spec.firewallMark());
    }
    check(service, spec.addresses());
  }

  private void mark(Resolution.Service service, long mark) {
    List<Pool> granting =
        pools.stream()
            .filter(
                pool ->
                    pool.spec() != null
                        && PoolRanges.marks(pool.spec()).stream().anyMatch(r -> r.contains(mark)))
            .toList();
    if (granting.isEmpty()) {
      report.refuse(
          service.name(),
          "spec.firewallMark",
          Reason.FIREWALL_MARK_NOT_GRANTED,
          "Firewall mark %d is granted by no AddressPool%s; list ports instead, or ask an admin to add it to spec.firewallMarks of one."
              .formatted(mark, refused));
    } else if (granting.stream().noneMatch(service.pools()::contains)) {
      report.refuse(
          service.name(),
          "spec.firewallMark",
          Reason.NAMESPACE_NOT_ADMITTED,
          "Firewall mark %d is granted by %s, which does not admit namespace %s; name another, or ask an admin to admit the namespace."
              .formatted(mark, granting.getFirst().name(), service.name().namespace()));
    }
  }

  private void check(Resolution.Service service, List<String> addresses) {
    for (int i = 0; i < addresses.size(); i++) {
      Optional<IpAddress> vip = IpAddress.read(addresses.get(i));
      if (vip.isPresent() && HostAddress.flaw(addresses.get(i)).isEmpty()) {
        check(service, "spec.addresses[" + i + "]", vip.get());
      }
    }
  }

  private void check(Resolution.Service service, String field, IpAddress vip) {
    ResourceName host = hosts.get(vip);
    if (host != null) {
      report.refuse(
          service.name(),
          field,
          Reason.VIP_IS_HOST_ADDRESS,
          "%s is the own address of %s; choose one that no host has.".formatted(vip, host));
    }
    List<Pool> local = localAddresses.holding(vip);
    if (!local.isEmpty()) {
      report.refuse(
          service.name(),
          field,
          Reason.LOCAL_ADDRESS_IN_USE,
          "%s is in %s, whose addresses directors use as local addresses; choose another VIP, or ask an admin to take it out."
              .formatted(vip, local.getFirst().name()));
      return;
    }
    List<Pool> holding = byVip.holding(vip);
    if (holding.isEmpty()) {
      report.refuse(
          service.name(),
          field,
          Reason.VIP_NOT_IN_POOL,
          "%s is in no AddressPool%s; choose a VIP of a pool, or ask an admin to add it to one."
              .formatted(vip, refused));
    } else if (holding.stream().noneMatch(service.pools()::contains)) {
      report.refuse(
          service.name(),
          field,
          Reason.NAMESPACE_NOT_ADMITTED,
          "%s is in %s, which does not admit namespace %s; choose a VIP of another pool, or ask an admin to admit the namespace."
              .formatted(vip, holding.getFirst().name(), service.name().namespace()));
    }
  }
}
