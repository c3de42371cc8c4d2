package dev.lvs.compile.rules;

import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.InlineRealServer;
import dev.lvs.api.v1alpha1.PersistenceMode;
import dev.lvs.api.v1alpha1.RealServerSources;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.api.v1alpha1.SchedulerFlag;
import dev.lvs.api.v1alpha1.ServicePort;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution.Service;
import dev.lvs.ipvs.Protocol;
import dev.lvs.net.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Rules that one VirtualService has to keep, independent of all other resources.
 *
 * <p>Many of them are CEL rules of the CRD too. They are repeated here because a directory of
 * manifests has no API server, and because the kernel accepts most violations silently.
 */
public final class ServiceRules {
  private static final long MAX_MARK = 0xffff_ffffL;

  private final ResourceName name;
  private final VirtualServiceSpec spec;
  private final Report report;
  private final ServerRules shared;

  private ServiceRules(ResourceName name, VirtualServiceSpec spec, Report report) {
    this.name = name;
    this.spec = spec;
    this.report = report;
    this.shared = new ServerRules(name, report);
  }

  public static void check(Service service, VirtualServiceSpec spec, Report report) {
    ResourceName name = service.name();
    ServiceRules rules = new ServiceRules(name, spec, report);
    rules.addresses();
    rules.mark();
    rules.ports();
    rules.scheduler();
    PersistenceRules.check(service, spec, report);
    rules.forwarding();
    rules.sources();
    rules.shared.thresholds("spec.thresholds", spec.thresholds());
    CheckRules.check(name, spec, report);
    FailureRules.check(name, spec, report);
    Support.check(name, spec, report);
  }

  private void addresses() {
    List<String> addresses = spec.addresses();
    if (addresses.isEmpty() && spec.addressPool() == null && spec.firewallMark() == null) {
      refuse(
          "spec.addresses",
          Reason.INVALID_ADDRESS,
          "There is no VIP; write one in spec.addresses.");
    }
    if (!addresses.isEmpty() && spec.addressPool() != null) {
      refuse(
          "spec.addressPool",
          Reason.INVALID_ADDRESS,
          "The VIPs are listed and to be allocated as well; remove addresses or addressPool.");
    }
    Set<IpAddress> seen = new HashSet<>();
    for (int i = 0; i < addresses.size(); i++) {
      String field = "spec.addresses[" + i + "]";
      shared.address(field, addresses.get(i));
      Optional<IpAddress> address = IpAddress.read(addresses.get(i));
      if (address.isPresent() && !seen.add(address.get())) {
        refuse(field, Reason.DUPLICATE_ADDRESS, addresses.get(i) + " is listed twice; remove one.");
      }
    }
  }

  /** The kernel takes mark 0 for no mark, and serves TCP 0.0.0.0:0 instead. */
  private void mark() {
    Long mark = spec.firewallMark();
    if (mark != null && (mark < 1 || mark > MAX_MARK)) {
      refuse(
          "spec.firewallMark",
          Reason.INVALID_MARK,
          "%d is not a firewall mark; write 1 to 4294967295.".formatted(mark));
    } else if (mark != null) {
      PoolRules.reserved(name, "spec.firewallMark", mark, report);
    }
    if (spec.firewallMarkFamily() != null && (mark == null || !spec.addresses().isEmpty())) {
      refuse(
          "spec.firewallMarkFamily",
          Reason.INVALID_MARK,
          "Only a firewall mark without VIPs has a family of its own; remove it.");
    }
  }

  private void ports() {
    if (spec.ports().isEmpty() && spec.firewallMark() == null) {
      refuse("spec.ports", Reason.INVALID_PORT, "There is no port; write one, e.g. [{port: 80}].");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < spec.ports().size(); i++) {
      ServicePort port = spec.ports().get(i);
      String field = "spec.ports[" + i + "]";
      shared.port(field + ".port", port.port(), 0);
      shared.port(field + ".targetPort", port.targetPort(), 1);
      range(field, port);
      target(field, port);
      String number = port.protocol().toString().toLowerCase(Locale.ROOT) + "-" + port.port();
      Optional<ServicePort> same = earlier(port, i);
      if (same.isPresent()) {
        boolean ranges = port.endPort() != null || same.get().endPort() != null;
        refuse(
            field,
            Reason.DUPLICATE_PORT,
            "%s port %d is %s; remove one."
                .formatted(
                    port.protocol(),
                    Math.max(port.port(), same.get().port()),
                    ranges ? "in two entries" : "listed twice"));
      } else if (!names.add(port.name() == null ? number : port.name())) {
        refuse(
            field + ".name",
            Reason.DUPLICATE_PORT,
            "Two ports are named %s; names tell ports apart, so change one."
                .formatted(port.name()));
      }
      if (port.port() == 0 && !persistent(PersistenceMode.PCC)) {
        refuse(
            field + ".port",
            Reason.INVALID_PORT,
            "Port 0 stands for every port and needs persistence mode PCC; write a port, or add"
                + " it.");
      }
    }
  }

  /** An earlier entry that has one of the same ports. */
  private Optional<ServicePort> earlier(ServicePort port, int before) {
    return spec.ports().subList(0, before).stream()
        .filter(other -> other.protocol().equals(port.protocol()))
        .filter(other -> other.port() <= last(port) && port.port() <= last(other))
        .findFirst();
  }

  private static int last(ServicePort port) {
    return port.endPort() == null ? port.port() : port.endPort();
  }

  private void range(String field, ServicePort port) {
    Integer end = port.endPort();
    shared.port(field + ".endPort", end, 1);
    if (end != null && end < port.port()) {
      refuse(
          field + ".endPort",
          Reason.INVALID_PORT,
          "The range ends at %d before it begins at %d; exchange them."
              .formatted(end, port.port()));
    }
  }

  private void target(String field, ServicePort port) {
    Integer target = port.targetPort();
    if (target == null) {
      return;
    }
    ForwardingMode method = spec.forwarding().method();
    boolean keepsPort = method == ForwardingMode.DR || method == ForwardingMode.TUN;
    boolean marked =
        (persistent(PersistenceMode.PFMC) || spec.firewallMark() != null) && target != port.port();
    if (port.port() == 0 || port.endPort() != null || persistent(PersistenceMode.PCC) || marked) {
      refuse(
          field + ".targetPort",
          Reason.PORT_MISMATCH,
          "Many ports cannot be mapped to one; remove targetPort.");
    } else if (keepsPort && target != port.port()) {
      refuse(
          field + ".targetPort",
          Reason.PORT_MISMATCH,
          "%1$s cannot map port %2$d to %3$d; remove targetPort and let the real servers listen on %2$d, or use NAT."
              .formatted(method, port.port(), target));
    }
  }

  private void scheduler() {
    for (SchedulerFlag flag : spec.schedulerFlags()) {
      String wants =
          switch (flag) {
            case SH_FALLBACK, SH_PORT -> "sh";
            case MH_FALLBACK, MH_PORT -> "mh";
            case FLAG_1, FLAG_2, FLAG_3 -> spec.scheduler().text();
          };
      if (!wants.equals(spec.scheduler().text())) {
        refuse(
            "spec.schedulerFlags",
            Reason.INVALID_SCHEDULER,
            "Flag %s belongs to scheduler %s, not %s; remove it or change the scheduler."
                .formatted(flag.text(), wants, spec.scheduler().text()));
      }
    }
    unreadFlags();
    associations();
    boolean udp = spec.ports().stream().allMatch(port -> port.protocol().equals(Protocol.UDP));
    if (spec.onePacket() && !udp && spec.firewallMark() == null) {
      refuse(
          "spec.onePacket",
          Reason.INVALID_SCHEDULER,
          "One-packet scheduling is for UDP and firewall marks; remove it, or the ports of other"
              + " protocols.");
    }
    ForwardingMode method = spec.forwarding().method();
    if (spec.onePacket() && (method == ForwardingMode.NAT || method == ForwardingMode.FULLNAT)) {
      // ip_vs_out finds no connection to translate an answer by (ip_vs_core.c)
      report.note(
          name,
          "spec.onePacket",
          Reason.ANSWERS_LOST,
          "%s brings no answer back to a datagram that is scheduled by itself; use DR or TUN where clients wait for answers."
              .formatted(method));
    }
  }

  /** A client of SCTP uses every VIP that its real server names. */
  private void associations() {
    boolean named =
        spec.forwarding().method() == ForwardingMode.DR
            || spec.forwarding().method() == ForwardingMode.TUN;
    boolean together =
        spec.scheduler() == Scheduler.SH
            || spec.scheduler() == Scheduler.MH
            || persistent(PersistenceMode.PFMC);
    if (named
        && !together
        && spec.addresses().size() > 1
        && spec.ports().stream().anyMatch(port -> port.protocol().equals(Protocol.SCTP))) {
      report.note(
          name,
          "spec.scheduler",
          Reason.ASSOCIATIONS_LOST,
          "SCTP uses all VIPs for one association, and %s may choose another real server for each, which aborts it; use sh or mh, which go by the client's address, or persistence mode PFMC."
              .formatted(spec.scheduler().text()));
    }
  }

  /** The kernel keeps every flag, whether the scheduler looks at it or not. */
  private void unreadFlags() {
    boolean reads = spec.scheduler() == Scheduler.SH || spec.scheduler() == Scheduler.MH;
    for (SchedulerFlag flag : spec.schedulerFlags()) {
      boolean unread =
          switch (flag) {
            case FLAG_1, FLAG_2 -> !reads;
            case FLAG_3 -> true;
            case SH_FALLBACK, SH_PORT, MH_FALLBACK, MH_PORT -> false;
          };
      if (unread) {
        report.note(
            name,
            "spec.schedulerFlags",
            Reason.SETTING_UNUSED,
            "Scheduler %s does not look at %s; remove the flag."
                .formatted(spec.scheduler().text(), flag.text()));
      }
    }
  }

  private void forwarding() {
    var forwarding = spec.forwarding();
    shared.tunnel("spec.forwarding.tunnel", forwarding.method(), forwarding.tunnel());
    if (forwarding.localAddresses() != null && forwarding.method() != ForwardingMode.FULLNAT) {
      refuse(
          "spec.forwarding.localAddresses",
          Reason.INVALID_FORWARDING,
          "Local addresses belong to FULLNAT, not %s; remove them.".formatted(forwarding.method()));
    }
  }

  private void sources() {
    RealServerSources sources = spec.realServers();
    if (sources.selector() == null
        && sources.names().isEmpty()
        && sources.nodeSelector() == null
        && sources.serviceRef() == null
        && sources.inline().isEmpty()) {
      refuse(
          "spec.realServers",
          Reason.INVALID_REAL_SERVERS,
          "Nothing says which real servers there are; write selector, names, nodeSelector or"
              + " inline.");
    }
    AdminRules.selector(name, "spec.realServers.selector", sources.selector(), report);
    AdminRules.selector(name, "spec.realServers.nodeSelector", sources.nodeSelector(), report);
    for (int i = 0; i < sources.inline().size(); i++) {
      InlineRealServer server = sources.inline().get(i);
      String field = "spec.realServers.inline[" + i + "]";
      shared.serverAddress(field + ".address", server.address());
      shared.port(field + ".port", server.port(), 1);
      shared.weight(field + ".weight", server.weight());
    }
  }

  private boolean persistent(PersistenceMode mode) {
    return spec.persistence() != null && spec.persistence().mode() == mode;
  }

  private void refuse(String field, Reason reason, String message) {
    report.refuse(name, field, reason, message);
  }
}
