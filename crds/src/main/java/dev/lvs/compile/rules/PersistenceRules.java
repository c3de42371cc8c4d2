package dev.lvs.compile.rules;

import dev.lvs.api.v1alpha1.Persistence;
import dev.lvs.api.v1alpha1.PersistenceMode;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution.Service;
import dev.lvs.ipvs.Protocol;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Optional;

/** Rules for persistence; the kernel accepts a mask with holes or a timeout of 0 as it is. */
final class PersistenceRules {
  /** 31 days, as ipvsadm's MAX_TIMEOUT: in ticks it still fits the kernel's 32 bits. */
  private static final int MAX_TIMEOUT = 31 * 86_400;

  private PersistenceRules() {}

  static void check(Service service, VirtualServiceSpec spec, Report report) {
    ResourceName name = service.name();
    Persistence persistence = spec.persistence();
    if (persistence == null) {
      return;
    }
    int timeout = persistence.timeout().value();
    if (timeout < 1 || timeout > MAX_TIMEOUT) {
      refuse(
          name,
          report,
          "timeout",
          "A client is remembered for 1s to 744h (31 days), not %ds; change the timeout."
              .formatted(timeout));
    }
    netmask(persistence).ifPresent(flaw -> refuse(name, report, "netmask", flaw));
    Integer prefix = persistence.netmaskV6();
    if (prefix != null && (prefix < 1 || prefix > AddressFamily.IPV6.bits())) {
      refuse(name, report, "netmaskV6", prefix + " is not a prefix length; write 1 to 128.");
    }
    unusedMask(service, spec, persistence, report);
    if (persistence.engine() != null) {
      engine(name, spec, persistence.engine(), report);
    }
    pcc(name, spec, persistence, report);
  }

  private static Optional<String> netmask(Persistence persistence) {
    if (persistence.netmask() == null) {
      return Optional.empty();
    }
    boolean mask =
        IpAddress.read(persistence.netmask())
            .filter(address -> address.family() == AddressFamily.IPV4)
            .filter(address -> contiguous((int) address.low()))
            .isPresent();
    return mask
        ? Optional.empty()
        : Optional.of(
            "'%s' is not an IPv4 mask; write one without holes, e.g. 255.255.255.0."
                .formatted(persistence.netmask()));
  }

  private static boolean contiguous(int mask) {
    return Integer.numberOfLeadingZeros(~mask) + Integer.numberOfTrailingZeros(mask) == 32;
  }

  private static void unusedMask(
      Service service, VirtualServiceSpec spec, Persistence persistence, Report report) {
    ResourceName name = service.name();
    if (spec.addresses().isEmpty()) {
      return; // a mark's packets, or those of a VIP yet to be allocated, are of either family
    }
    if (persistence.netmask() != null && !has(service.vips(), AddressFamily.IPV4)) {
      refuse(name, report, "netmask", "There is no IPv4 VIP for an IPv4 mask; remove it.");
    }
    if (persistence.netmaskV6() != null && !has(service.vips(), AddressFamily.IPV6)) {
      refuse(name, report, "netmaskV6", "There is no IPv6 VIP for an IPv6 prefix; remove it.");
    }
  }

  private static boolean has(List<IpAddress> vips, AddressFamily family) {
    return vips.stream().anyMatch(vip -> vip.family() == family);
  }

  private static void engine(
      ResourceName name, VirtualServiceSpec spec, String engine, Report report) {
    boolean udp = spec.ports().stream().allMatch(port -> port.protocol().equals(Protocol.UDP));
    if (!engine.equals("sip")) {
      refuse(
          name,
          report,
          "engine",
          "'%s' is not a persistence engine; the kernel has sip.".formatted(engine));
    } else if (!udp && spec.firewallMark() == null) {
      refuse(
          name,
          report,
          "engine",
          "Persistence engine sip reads UDP; remove it, or the other protocols.");
    }
  }

  private static void pcc(
      ResourceName name, VirtualServiceSpec spec, Persistence persistence, Report report) {
    if (persistence.mode() != PersistenceMode.PCC || spec.firewallMark() != null) {
      return; // a mark's packets are what their owner marks
    }
    for (int i = 0; i < spec.ports().size(); i++) {
      var port = spec.ports().get(i);
      if (port.port() != 0) {
        report.note(
            name,
            "spec.ports[" + i + "].port",
            Reason.EVERY_PORT_SERVED,
            "PCC serves every %s port of the VIP, not only %d; write port: 0 to say so, or use PPC."
                .formatted(port.protocol(), port.port()));
      }
    }
  }

  private static void refuse(ResourceName name, Report report, String field, String message) {
    report.refuse(name, "spec.persistence." + field, Reason.INVALID_PERSISTENCE, message);
  }
}
