package dev.lvs.compile.rules;

import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.RealServerSpec;
import dev.lvs.api.v1alpha1.ReservedPorts;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Thresholds;
import dev.lvs.api.v1alpha1.Tunnel;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.HostAddress;
import dev.lvs.compile.resolve.Reference.Dangling;
import dev.lvs.compile.resolve.Reference.Found;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.resolve.Resolution.Host;
import dev.lvs.compile.rights.Rights;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rules that one RealServer has to keep, and those of the parts that a VirtualService shares. */
public final class ServerRules {
  private static final int MAX_PORT = 65535;

  private final ResourceName resource;
  private final Report report;

  ServerRules(ResourceName resource, Report report) {
    this.resource = resource;
    this.report = report;
  }

  /**
   * Checks one.
   *
   * @param at the time for which is compiled
   */
  public static void check(Resolution.Server server, Rights rights, Instant at, Report report) {
    RealServerSpec spec = server.spec();
    if (spec == null) {
      AdminRules.missing(server.name(), report);
      return;
    }
    ServerRules rules = new ServerRules(server.name(), report);
    rules.place(server, spec, rights);
    rules.port("spec.port", spec.port(), 1);
    rules.weight("spec.weight", spec.weight());
    rules.thresholds("spec.thresholds", spec.thresholds());
    rules.tunnel("spec.tunnel", spec.forwarding(), spec.tunnel());
    CheckRules.check(server.name(), spec.healthCheck(), spec.additionalHealthChecks(), report);
    MaintenanceRules.check(server, spec, at, report);
  }

  private void place(Resolution.Server server, RealServerSpec spec, Rights rights) {
    if ((spec.address() == null) == (spec.nodeName() == null)) {
      report.refuse(
          resource,
          "spec.address",
          Reason.INVALID_ADDRESS,
          "A real server has either an address or a nodeName; write one of them.");
      return;
    }
    if (spec.address() != null) {
      serverAddress("spec.address", spec.address());
      server.addresses().stream()
          .flatMap(address -> rights.lackOfPlace(address).stream())
          .forEach(
              why -> report.refuse(resource, "spec.address", Reason.LOCAL_ADDRESS_IN_USE, why));
    }
    if (spec.followsNode() && spec.nodeName() == null) {
      report.refuse(
          resource,
          "spec.followNodeReady",
          Reason.INVALID_ADDRESS,
          "There is no node to follow; name it in spec.nodeName, or remove the field.");
    }
    if (spec.nodeName() != null && server.host().isPresent()) {
      switch (server.host().get()) {
        case Dangling<Host>(ResourceName name) ->
            report.refuse(
                resource,
                "spec.nodeName",
                Reason.NODE_NOT_FOUND,
                "There is no %s; correct the name or write the address.".formatted(name));
        case Found<Host>(Host host) -> {
          if (host.addresses().isEmpty()) {
            report.refuse(
                resource,
                "spec.nodeName",
                Reason.NODE_WITHOUT_ADDRESS,
                "%s has no InternalIP; write the address instead.".formatted(host.name()));
          }
          if (spec.followsNode() && host.ready().isEmpty()) {
            report.note(
                resource,
                "spec.followNodeReady",
                Reason.NODE_READY_UNKNOWN,
                "%s says nothing of its condition Ready, as without a kubelet, so there is nothing to follow; have the real server checked (spec.healthCheck)."
                    .formatted(host.name()));
          }
        }
      }
    }
  }

  void address(String field, String text) {
    HostAddress.flaw(text)
        .ifPresent(flaw -> report.refuse(resource, field, Reason.INVALID_ADDRESS, flaw));
  }

  void serverAddress(String field, String text) {
    HostAddress.serverFlaw(text)
        .ifPresent(flaw -> report.refuse(resource, field, Reason.INVALID_ADDRESS, flaw));
  }

  void port(String field, @Nullable Integer port, int least) {
    if (port != null && (port < least || port > MAX_PORT)) {
      report.refuse(
          resource,
          field,
          Reason.INVALID_PORT,
          "%d is not a port; write %d to 65535.".formatted(port, least));
    }
  }

  void weight(String field, int weight) {
    if (weight < 0) {
      report.refuse(
          resource,
          field,
          Reason.INVALID_WEIGHT,
          "%d is not a weight; write 0 (no new connections) to 2147483647.".formatted(weight));
    }
  }

  void thresholds(String field, @Nullable Thresholds thresholds) {
    if (thresholds == null) {
      return;
    }
    int upper = thresholds.upper();
    int lower = thresholds.lower();
    if (upper < 0 || lower < 0) {
      report.refuse(
          resource,
          field,
          Reason.INVALID_THRESHOLDS,
          "Thresholds are 0 to 2147483647 connections; correct upper %d, lower %d."
              .formatted(upper, lower));
    } else if (lower > upper) {
      report.refuse(
          resource,
          field,
          Reason.INVALID_THRESHOLDS,
          "lower %d is above upper %d, so the kernel refuses the server; lower it."
              .formatted(lower, upper));
    }
  }

  /** The tunnel of a method; {@code method} null where the service decides it. */
  void tunnel(String field, @Nullable ForwardingMode method, @Nullable Tunnel tunnel) {
    if (tunnel == null) {
      return;
    }
    if (method != null && method != ForwardingMode.TUN) {
      forwarding(field, "A tunnel needs method TUN, not " + method + "; remove one of the two.");
    }
    boolean gue = tunnel.type() == TunnelType.GUE;
    if (gue && tunnel.port() == null) {
      forwarding(field + ".port", "Tunnel type gue needs a port; write one, e.g. 6080.");
    }
    if (!gue && tunnel.port() != null) {
      forwarding(
          field + ".port",
          "Tunnel type %s has no port; remove it, or write type: gue."
              .formatted(tunnel.type().text()));
    }
    port(field + ".port", tunnel.port(), 1);
    if (gue && tunnel.port() != null && ReservedPorts.contains(tunnel.port())) {
      forwarding(
          field + ".port",
          "UDP port %d is below 1024 or known to be another's, and every real server would open it; use another, e.g. 6080."
              .formatted(tunnel.port()));
    }
    boolean fits =
        switch (tunnel.checksum()) {
          case NONE -> true;
          case CSUM -> tunnel.type() != TunnelType.IPIP;
          case REMCSUM -> gue;
        };
    if (!fits) {
      forwarding(
          field + ".checksum",
          "Tunnel type %s has no checksum %s; %s."
              .formatted(
                  tunnel.type().text(),
                  tunnel.checksum().text(),
                  tunnel.checksum() == TunnelChecksum.CSUM
                      ? "gue and gre have it"
                      : "only gue has it"));
    }
  }

  private void forwarding(String field, String message) {
    report.refuse(resource, field, Reason.INVALID_FORWARDING, message);
  }
}
