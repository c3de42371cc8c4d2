package dev.lvs.compile.rules;

import dev.lvs.api.v1alpha1.ConnectionSync;
import dev.lvs.api.v1alpha1.ConnectionTimeouts;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Seconds;
import dev.lvs.api.v1alpha1.VsSysctl;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.net.IpAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules for the settings that a DirectorGroup makes on its nodes. */
final class SettingRules {
  private final ResourceName group;
  private final Report report;

  private SettingRules(ResourceName group, Report report) {
    this.group = group;
    this.report = report;
  }

  static void check(ResourceName group, DirectorGroupSpec spec, Report report) {
    SettingRules rules = new SettingRules(group, report);
    if (spec.timeouts() != null) {
      rules.timeouts(spec.timeouts());
    }
    if (spec.connectionSync() != null) {
      rules.connectionSync(spec.connectionSync());
    }
    spec.ipvsSysctls().forEach(rules::sysctl);
    boolean idle = "1".equals(spec.ipvsSysctls().get("backup_only"));
    if (spec.connectionSync() != null && idle) {
      // sysctl_backup_only(), include/net/ip_vs.h
      rules.refuse(
          "spec.ipvsSysctls[backup_only]",
          "With connectionSync every director receives connections, and one that does balances"
              + " nothing while backup_only is 1; remove one of the two.");
    }
  }

  private void timeouts(ConnectionTimeouts timeouts) {
    timeout("tcp", timeouts.tcp());
    timeout("tcpFin", timeouts.tcpFin());
    timeout("udp", timeouts.udp());
  }

  private void timeout(String name, @Nullable Seconds length) {
    if (length != null && (length.value() < 1 || length.value() > VsSysctl.LONGEST)) {
      refuse(
          "spec.timeouts." + name,
          "The timeout is %s, but can be 1s to %ds; leave it out to keep the kernel's."
              .formatted(length, VsSysctl.LONGEST));
    }
  }

  private void connectionSync(ConnectionSync sync) {
    AdminRules.device(group, "spec.connectionSync.interface", sync.interfaceName(), report);
    if (sync.interfaceName().equals("lo")) {
      // the kernel takes it
      refuse(
          "spec.connectionSync.interface",
          "lo leads to no other director; write the interface between the directors.");
    }
    if (sync.group() != null) {
      Optional<IpAddress> address = IpAddress.read(sync.group()).filter(IpAddress::isMulticast);
      if (address.isEmpty()) {
        refuse(
            "spec.connectionSync.group",
            "'%s' is no multicast address; write e.g. 224.0.0.81 or ff02::81."
                .formatted(sync.group()));
      }
    }
    number("syncId", sync.syncId(), 0, 255);
    number("port", sync.port(), 1, 65535);
    number("ttl", sync.ttl(), 1, 255);
    number("maxLength", sync.maxLength(), 1, 65507);
  }

  private void number(String name, @Nullable Integer value, int least, int most) {
    if (value != null && (value < least || value > most)) {
      refuse(
          "spec.connectionSync." + name,
          "It is %d, but can be %d to %d; change it.".formatted(value, least, most));
    }
  }

  private void sysctl(String name, String value) {
    String field = "spec.ipvsSysctls[" + name + "]";
    VsSysctl known = VsSysctl.ALL.get(name);
    if (known == null) {
      refuse(
          field,
          "There is no such setting; take a name below /proc/sys/net/ipv4/vs, e.g. sloppy_tcp.");
    } else if (known.read(value).isEmpty()) {
      refuse(field, "It is '%s', but can be %s; change it.".formatted(value, known.bounds()));
    }
  }

  private void refuse(String field, String message) {
    report.refuse(group, field, Reason.INVALID_SETTING, message);
  }
}
