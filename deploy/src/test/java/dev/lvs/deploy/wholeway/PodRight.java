package dev.lvs.deploy.wholeway;

import dev.lvs.lab.Host;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;

/** A right of the agent's pod, which says in its log that it lacks it. */
enum PodRight {
  NET_ADMIN("in a pod with the capability NET_ADMIN"),
  NET_RAW("give its pod the capability NET_RAW"),
  SYSCTLS("There is no /host/proc/sys/net (--proc-sys); mount the node's /proc/sys/net there."),
  OTHER_SYSCTLS("/proc/sys cannot be written; run the agent as root on the host, or mount"),
  STATE("cannot use the state directory /run/lvs-agent");

  private final String complaint;

  PodRight(String complaint) {
    this.complaint = complaint;
  }

  String complaint() {
    return complaint;
  }

  /** Has there be something to do for which it is needed. */
  void takeEffect(Host machine) {
    if (this == OTHER_SYSCTLS) {
      machine.sysctl("net/ipv4/conf/default/arp_announce", "0");
    }
  }

  PodSpec takenFrom(PodSpec whole) {
    return switch (this) {
      case NET_ADMIN, NET_RAW -> withoutCapability(whole, name());
      case SYSCTLS -> withoutMount(whole, "sysctls");
      case OTHER_SYSCTLS -> withoutOption(whole, "--proc-sys");
      case STATE -> withoutMount(whole, "state");
    };
  }

  private static PodSpec withoutCapability(PodSpec whole, String name) {
    return new PodSpecBuilder(whole)
        .editFirstContainer()
        .editSecurityContext()
        .editCapabilities()
        .removeFromAdd(name)
        .endCapabilities()
        .endSecurityContext()
        .endContainer()
        .build();
  }

  private static PodSpec withoutOption(PodSpec whole, String name) {
    return new PodSpecBuilder(whole)
        .editFirstContainer()
        .withArgs(
            whole.getContainers().getFirst().getArgs().stream()
                .filter(argument -> !argument.startsWith(name))
                .toList())
        .endContainer()
        .build();
  }

  private static PodSpec withoutMount(PodSpec whole, String name) {
    return new PodSpecBuilder(whole)
        .editFirstContainer()
        .removeMatchingFromVolumeMounts(mount -> mount.getName().equals(name))
        .endContainer()
        .build();
  }
}
