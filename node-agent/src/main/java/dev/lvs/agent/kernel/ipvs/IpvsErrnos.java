package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Tunnel;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.object.Outcomes;
import java.util.function.BooleanSupplier;

/** The errnos of IPVS, each read together with its command (net/netfilter/ipvs/ip_vs_ctl.c). */
public final class IpvsErrnos {
  /** Programs that are known to write the IPVS table. */
  public static final String SUSPECTS = "keepalived, ldirectord, kube-proxy, a script with ipvsadm";

  private IpvsErrnos() {}

  /**
   * Returns what an errno means in answer to a change, and what to do.
   *
   * @param loopbackIsUp looks at the {@code lo} of the namespace, which some refusals come from
   */
  public static String reason(IpvsChange change, String errno, BooleanSupplier loopbackIsUp) {
    return switch (change) {
      case AddService(var _, var settings) -> serviceReason(settings, errno);
      case EditService(var _, var settings) -> serviceReason(settings, errno);
      case AddDestination(var _, var _, var settings) ->
          destinationReason(settings, errno, loopbackIsUp);
      case EditDestination(var _, var _, var settings) ->
          destinationReason(settings, errno, loopbackIsUp);
      case DeleteService _, DeleteDestination _ -> Outcomes.UNEXPECTED;
    };
  }

  private static String serviceReason(ServiceSettings settings, String errno) {
    return switch (errno) {
      case "ESRCH" -> "somebody deleted it; " + Outcomes.AGAIN;
      case "ENOENT" -> withoutModule(settings.scheduler(), settings.persistenceEngine());
      case "EINVAL" ->
          settings.scheduler().equals("mh")
              ? "mh takes no more destinations than its table has places (4093 as"
                  + " distributions build it); use fewer, or another scheduler"
              : "one of its settings is out of range";
      case "EAFNOSUPPORT" ->
          "this kernel's IPVS is built without IPv6 (CONFIG_IP_VS_IPV6); use an IPv4 VIP";
      default -> Outcomes.UNEXPECTED;
    };
  }

  private static String withoutModule(String scheduler, String engine) {
    return engine.isEmpty()
        ? "it has no scheduler "
            + scheduler
            + "; load the module ip_vs_"
            + scheduler
            + " (modprobe), or choose another"
        : "it has no scheduler "
            + scheduler
            + " or no persistence engine "
            + engine
            + "; load the modules ip_vs_"
            + scheduler
            + " and ip_vs_pe_"
            + engine
            + " (modprobe), or choose others";
  }

  private static String destinationReason(
      DestinationSettings settings, String errno, BooleanSupplier loopbackIsUp) {
    return switch (errno) {
      case "ESRCH" -> "its virtual server is gone; " + Outcomes.AGAIN;
      case "ENOENT" -> "somebody deleted it; " + Outcomes.AGAIN;
      case "ERANGE" ->
          "the lower threshold "
              + settings.lowerThreshold()
              + " is above the upper "
              + settings.upperThreshold()
              + "; make it at most that";
      case "EAFNOSUPPORT" ->
          "this kernel's IPVS is built without IPv6 (CONFIG_IP_VS_IPV6); use an IPv4 address";
      case "EINVAL" ->
          loopbackIsUp.getAsBoolean()
              ? "the address must be one of a single host, of the same family as the VIP unless the"
                  + " method is TUN"
                  + (settings.method() instanceof Tunnel ? ", and GUE needs a port" : "")
              : "the loopback interface was never up in this network namespace, and without it IPVS"
                  + " takes no destination; run: ip link set lo up";
      default -> Outcomes.UNEXPECTED;
    };
  }
}
