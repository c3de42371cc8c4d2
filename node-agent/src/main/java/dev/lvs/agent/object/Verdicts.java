package dev.lvs.agent.object;

import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.Change.AddDestination;
import dev.lvs.agent.model.Change.AddRoute;
import dev.lvs.agent.model.Change.AddService;
import dev.lvs.agent.model.Change.AddTunnel;
import dev.lvs.agent.model.Change.AddVip;
import dev.lvs.agent.model.Change.DeleteDestination;
import dev.lvs.agent.model.Change.DeleteRoute;
import dev.lvs.agent.model.Change.DeleteService;
import dev.lvs.agent.model.Change.DeleteTable;
import dev.lvs.agent.model.Change.DeleteTunnel;
import dev.lvs.agent.model.Change.DeleteVip;
import dev.lvs.agent.model.Change.EditDestination;
import dev.lvs.agent.model.Change.EditService;
import dev.lvs.agent.model.Change.ReplaceTable;
import dev.lvs.agent.model.Change.RestoreSysctl;
import dev.lvs.agent.model.Change.RestoreTimeout;
import dev.lvs.agent.model.Change.SetSysctl;
import dev.lvs.agent.model.Change.SetTimeout;
import dev.lvs.agent.model.Change.StartDaemon;
import dev.lvs.agent.model.Change.StopDaemon;
import dev.lvs.agent.model.DestinationSettings;
import dev.lvs.agent.model.ForwardingMethod.Tunnel;
import dev.lvs.agent.model.GuePort;
import dev.lvs.agent.model.Outcome;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.ServiceSettings;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.TunnelDevice;
import dev.lvs.agent.model.TunnelKind;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Errno;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What the kernel's answer to a change means: the one table of errnos, each read together with its
 * command (net/netfilter/ipvs/ip_vs_ctl.c, net/ipv4/devinet.c, net/ipv6/addrconf.c).
 */
public final class Verdicts {
  /** What comes next, for an agent's log as well as for somebody who typed a command. */
  private static final String AGAIN =
      "an agent tries again by itself, a command of lvs has to be run again";

  public static final String UNEXPECTED = "it does not say why, but dmesg may tell more; " + AGAIN;

  private final BooleanSupplier loopbackIsUp;

  /**
   * @param loopbackIsUp looks at the {@code lo} of the namespace, which some refusals come from
   */
  public Verdicts(BooleanSupplier loopbackIsUp) {
    this.loopbackIsUp = loopbackIsUp;
  }

  /** The outcome of a change that the kernel answered so. */
  public Outcome of(Change change, Answer answer) {
    return switch (answer) {
      case Answer.Accepted() -> new Outcome.Applied(change);
      case Answer.Refused(var errno, var _) when done(change).contains(errno) ->
          new Outcome.AlreadySo(change);
      case Answer.Refused(var errno, var text) ->
          refused(
              change,
              errno.symbol(),
              "the kernel answers "
                  + errno
                  + text.map(words -> " \"" + words + "\"").orElse("")
                  + ": "
                  + reason(change, errno.symbol()));
      case Answer.Unknown(var loss) ->
          new Outcome.Unknown(
              change,
              "whether it was possible to "
                  + what(change)
                  + " is not known, the kernel's answer was lost ("
                  + loss.name().toLowerCase(Locale.ROOT)
                  + "); "
                  + AGAIN);
    };
  }

  /** A refusal with a sentence for the user. */
  public static Outcome.Refused refused(Change change, String cause, String why) {
    return new Outcome.Refused(change, cause, "cannot " + what(change) + ": " + why);
  }

  /** What was tried, on what. */
  public static String what(Change change) {
    return switch (change) {
      case AddService(var service, var _) -> "add virtual server " + service;
      case EditService(var service, var _) -> "edit virtual server " + service;
      case DeleteService(var service) -> "delete virtual server " + service;
      case AddDestination(var service, var destination, var _) ->
          "add destination " + destination + " to " + service;
      case EditDestination(var service, var destination, var _) ->
          "edit destination " + destination + " of " + service;
      case DeleteDestination(var service, var destination) ->
          "delete destination " + destination + " of " + service;
      case AddTunnel(var end) -> "create " + end.title();
      case DeleteTunnel(var end) -> "delete " + end.title();
      case AddRoute(var host) -> "add the route to " + host + " by itself";
      case DeleteRoute(var host) -> "delete the route to " + host + " by itself";
      case ReplaceTable(var _) -> "write nftables table inet " + PacketRules.TABLE;
      case DeleteTable() -> "delete nftables table inet " + PacketRules.TABLE;
      case AddVip(var vip) -> "add address " + vip.address() + " to " + vip.device();
      case DeleteVip(var vip) -> "delete address " + vip.address() + " of " + vip.device();
      case SetSysctl(var path, var value, var _) -> "set sysctl " + path + " to " + value;
      case RestoreSysctl(var path, var value) -> "set sysctl " + path + " back to " + value;
      case SetTimeout(var timeout, var seconds, var _) ->
          "set the timeout " + timeout + " to " + seconds + " s";
      case RestoreTimeout(var timeout, var seconds) ->
          "set the timeout " + timeout + " back to " + seconds + " s";
      case StartDaemon(var daemon) ->
          "start the connection-sync daemon as " + daemon.state().text() + " on " + daemon.device();
      case StopDaemon(var daemon) ->
          "stop the connection-sync daemon that runs as " + daemon.state().text();
    };
  }

  /** The errnos by which the kernel says that there is nothing left to do. */
  private static Set<Errno> done(Change change) {
    return switch (change) {
      case AddService _, AddDestination _, AddTunnel _, AddVip _, StartDaemon _ ->
          Set.of(Errno.EEXIST);
      // the others: the address is the node's own, or on no network of it, and needs none
      case AddRoute _ -> Set.of(Errno.EEXIST, Errno.EINVAL, Errno.ENETUNREACH, Errno.EHOSTUNREACH);
      case DeleteService _, StopDaemon _, DeleteRoute _ -> Set.of(Errno.ESRCH);
      // ESRCH: its virtual server is gone
      case DeleteDestination _ -> Set.of(Errno.ENOENT, Errno.ESRCH);
      case DeleteTunnel(TunnelDevice _) -> Set.of(Errno.ENODEV);
      case DeleteTunnel(GuePort _) -> Set.of(Errno.EINVAL);
      case DeleteVip _ -> Set.of(Errno.EADDRNOTAVAIL, Errno.ENODEV);
      case DeleteTable _ -> Set.of(Errno.ENOENT);
      case EditService _,
          EditDestination _,
          ReplaceTable _,
          SetSysctl _,
          RestoreSysctl _,
          SetTimeout _,
          RestoreTimeout _ ->
          Set.of();
    };
  }

  private String reason(Change change, String errno) {
    if (errno.equals("EPERM")) {
      return "the agent lacks CAP_NET_ADMIN in the initial user namespace; run it as root on the"
          + " host, or in a privileged pod, not in a user namespace";
    }
    if (errno.equals("ENOMEM")) {
      return "the kernel has no memory for it; " + AGAIN;
    }
    return switch (change) {
      case AddService(var _, var settings) -> serviceReason(settings, errno);
      case EditService(var _, var settings) -> serviceReason(settings, errno);
      case AddDestination(var _, var _, var settings) -> destinationReason(settings, errno);
      case EditDestination(var _, var _, var settings) -> destinationReason(settings, errno);
      case AddTunnel(TunnelDevice device) -> deviceReason(device.kind(), errno);
      case AddTunnel(GuePort port) -> portReason(port, errno);
      case ReplaceTable _ -> tableReason(errno);
      case AddVip(var vip) -> addressReason(vip.device(), errno);
      case SetTimeout _, RestoreTimeout _ -> timeoutReason(errno);
      case StartDaemon(var daemon) -> daemonReason(daemon, errno);
      case DeleteService _,
          DeleteDestination _,
          DeleteTunnel _,
          AddRoute _,
          DeleteRoute _,
          DeleteTable _,
          DeleteVip _,
          SetSysctl _,
          RestoreSysctl _,
          StopDaemon _ ->
          UNEXPECTED;
    };
  }

  private static String serviceReason(ServiceSettings settings, String errno) {
    return switch (errno) {
      case "ESRCH" -> "somebody deleted it; " + AGAIN;
      case "ENOENT" -> withoutModule(settings.scheduler(), settings.persistenceEngine());
      case "EINVAL" ->
          settings.scheduler().equals("mh")
              ? "mh takes no more destinations than its table has places (4093 as"
                  + " distributions build it); use fewer, or another scheduler"
              : "one of its settings is out of range";
      case "EAFNOSUPPORT" ->
          "this kernel's IPVS is built without IPv6 (CONFIG_IP_VS_IPV6); use an IPv4 VIP";
      default -> UNEXPECTED;
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

  private String destinationReason(DestinationSettings settings, String errno) {
    return switch (errno) {
      case "ESRCH" -> "its virtual server is gone; " + AGAIN;
      case "ENOENT" -> "somebody deleted it; " + AGAIN;
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
      default -> UNEXPECTED;
    };
  }

  private static String deviceReason(TunnelKind kind, String errno) {
    return errno.equals("EOPNOTSUPP")
        ? "it has no such devices; load the module "
            + switch (kind) {
              case IPIP -> "ipip";
              case SIT -> "sit";
              case IP6TNL -> "ip6_tunnel";
              case GRE -> "ip_gre";
              case IP6GRE -> "ip6_gre";
            }
            + " (modprobe)"
        : UNEXPECTED;
  }

  private static String portReason(GuePort port, String errno) {
    return switch (errno) {
      case "EADDRINUSE" ->
          "something else on this node listens at UDP port "
              + port.port()
              + "; stop it, or change the port of the tunnel";
      case "EAFNOSUPPORT", "EPFNOSUPPORT" ->
          "this kernel has no GUE over " + port.family().text() + "; use ipip or gre";
      default -> UNEXPECTED;
    };
  }

  private static String tableReason(String errno) {
    return switch (errno) {
      case "EOPNOTSUPP", "ENOENT" ->
          "its nf_tables is missing, or lacks family inet, sets of ranges (Linux 5.6) or one of the"
              + " expressions; load the modules nf_tables, nft_ct, nft_nat, nft_masq (modprobe)";
      case "EEXIST", "ENOTEMPTY" ->
          "ports in it overlap, and the kernel takes all of a table or nothing of it, so that"
              + " marks, FULLNAT and segment sizes of every service on this node stay as they were;"
              + " this is a mistake of lvs-operator, please report it with the NodePlan";
      default -> UNEXPECTED;
    };
  }

  private static String addressReason(String device, String errno) {
    return switch (errno) {
      case "ENODEV" -> "there is no interface " + device;
      case "EACCES" ->
          "IPv6 is switched off on "
              + device
              + " (sysctl net.ipv6.conf."
              + device
              + ".disable_ipv6)";
      default -> UNEXPECTED;
    };
  }

  public static String timeoutReason(String errno) {
    return switch (errno) {
      case "EINVAL" ->
          "it counts in ticks, of which 2147483647 are the most (596 h where there are 1000 in a"
              + " second); use less";
      default -> UNEXPECTED;
    };
  }

  public static String daemonReason(SyncDaemon daemon, String errno) {
    return switch (errno) {
      case "ENODEV" ->
          "there is no interface " + daemon.device() + ", or it is down or has no address";
      case "EINVAL" ->
          "IPVS synchronises no connections while a real server has another address family than"
              + " its VIP; remove such real servers, or the synchronisation";
      case "ENETUNREACH", "EADDRNOTAVAIL" ->
          "interface "
              + daemon.device()
              + " is down or has no address of the group's family (IPv6 takes two seconds to come"
              + " up); set it up, or use another";
      case "EAFNOSUPPORT" ->
          "this kernel's IPVS is built without IPv6 (CONFIG_IP_VS_IPV6); use an IPv4 group";
      default -> UNEXPECTED;
    };
  }
}
