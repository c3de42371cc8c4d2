package dev.lvs.compile.allocate;

import dev.lvs.api.v1alpha1.AddressUse;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Reference.Dangling;
import dev.lvs.compile.resolve.Reference.Found;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.resolve.Resolution.Group;
import dev.lvs.compile.resolve.Resolution.Host;
import dev.lvs.compile.resolve.Resolution.Pool;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.SortedSet;

/** Rules for rewriting sources by FULLNAT: of which packets, and to which addresses. */
public final class SourceRules {
  private static final String POOL = "spec.forwarding.localAddresses.addressPool";

  private final LocalAddressPools pools;
  private final Report report;

  public SourceRules(LocalAddressPools pools, Report report) {
    this.pools = pools;
    this.report = report;
  }

  public void check(Resolution.Service service, VirtualServiceSpec spec) {
    if (spec.forwarding().method() != ForwardingMode.FULLNAT) {
      return;
    }
    if (spec.firewallMark() != null) {
      mark(service, spec, spec.firewallMark());
    }
    service
        .localPool()
        .ifPresent(
            reference -> {
              switch (reference) {
                case Dangling<Pool>(ResourceName name) ->
                    refuse(
                        service,
                        POOL,
                        Reason.ADDRESS_POOL_NOT_FOUND,
                        "There is no %s; create it with use: LocalAddress, or name another."
                            .formatted(name));
                case Found<Pool>(Pool pool) -> pool(service, pool);
              }
            });
  }

  /** Others mark the packets; where they leave, only their VIPs tell them from all others. */
  private void mark(Resolution.Service service, VirtualServiceSpec spec, long mark) {
    if (spec.addresses().isEmpty()) {
      refuse(
          service,
          "spec.addresses",
          Reason.INVALID_FORWARDING,
          "FULLNAT tells packets of firewall mark %d from others by their VIPs; list those, or use NAT."
              .formatted(mark));
    }
  }

  private void pool(Resolution.Service service, Pool pool) {
    ResourceName name = pool.name();
    if (pool.spec() == null || report.refused(name)) {
      refuse(
          service,
          POOL,
          Reason.ADDRESS_POOL_REFUSED,
          "%s is refused; see its conditions, or name another.".formatted(name));
    } else if (pool.spec().use() != AddressUse.LOCALADDRESS) {
      refuse(
          service,
          POOL,
          Reason.WRONG_ADDRESS_POOL,
          "%s is for VIPs; name one that says use: LocalAddress, or ask an admin for one."
              .formatted(name));
    } else if (!service.pools().contains(pool)) {
      refuse(
          service,
          POOL,
          Reason.NAMESPACE_NOT_ADMITTED,
          "%s does not admit namespace %s; name another pool, or ask an admin to admit the namespace."
              .formatted(name, service.name().namespace()));
    } else if (!report.lacksRight(service.name())) {
      for (AddressFamily family : AddressFamily.values()) {
        List<IpAddress> vips =
            service.vips().stream().filter(vip -> vip.family() == family).toList();
        if (!vips.isEmpty()) {
          size(service, name, family, vips.getFirst());
        }
      }
    }
  }

  private void size(
      Resolution.Service service, ResourceName pool, AddressFamily family, IpAddress vip) {
    int size = pools.size(pool, family);
    List<Host> own = service.group().found().map(Group::hosts).orElse(List.of());
    if (size == 0) {
      refuse(
          service,
          POOL,
          Reason.ADDRESS_FAMILY_MISMATCH,
          "%s has no %s address to give, and VIP %s needs one on each director; add some to the pool, or name another."
              .formatted(pool, family.text(), vip));
    } else if (pools.counts(service.name()) && !pools.serves(pool, family, own)) {
      SortedSet<String> directors = pools.directors(pool, family);
      refuse(
          service,
          POOL,
          Reason.TOO_FEW_LOCAL_ADDRESSES,
          "%s has %d %s address%s for %d directors (%s), each of which needs one of its own; add some to the pool, or use fewer directors."
              .formatted(
                  pool,
                  size,
                  family.text(),
                  size == 1 ? "" : "es",
                  directors.size(),
                  String.join(", ", directors)));
    }
  }

  private void refuse(Resolution.Service service, String field, Reason reason, String message) {
    report.refuse(service.name(), field, reason, message);
  }
}
