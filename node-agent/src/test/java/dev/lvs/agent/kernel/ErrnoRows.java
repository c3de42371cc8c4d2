package dev.lvs.agent.kernel;

import static dev.lvs.agent.kernel.Samples.BACKUP;
import static dev.lvs.agent.kernel.Samples.FIRST;
import static dev.lvs.agent.kernel.Samples.FIRST6;
import static dev.lvs.agent.kernel.Samples.MASTER;
import static dev.lvs.agent.kernel.Samples.ONE;
import static dev.lvs.agent.kernel.Samples.ROUND_ROBIN;
import static dev.lvs.agent.kernel.Samples.TUNNEL;
import static dev.lvs.agent.kernel.Samples.VIP;
import static dev.lvs.agent.kernel.Samples.WEB;
import static dev.lvs.agent.kernel.Samples.WEB6;
import static dev.lvs.agent.kernel.Samples.add;
import static dev.lvs.agent.kernel.Samples.by;
import static dev.lvs.agent.kernel.Samples.ip;
import static dev.lvs.agent.kernel.Samples.scheduler;
import static dev.lvs.agent.kernel.Samples.weight;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.address.VipChange.DeleteVip;
import dev.lvs.agent.kernel.device.DeviceChange.DeleteDevice;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StartDaemon;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StopDaemon;
import dev.lvs.agent.kernel.timeout.TimeoutChange.SetTimeout;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod.DirectRouting;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Tunnel;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import java.util.List;
import java.util.Set;

/** Every errno that a change can be answered with by a kernel that is well. */
final class ErrnoRows {
  private ErrnoRows() {}

  /**
   * One case.
   *
   * @param before what was done before
   * @param meanwhile what somebody else did after that
   * @param outcome as {@link #summary} writes it
   */
  record Row(
      String name, List<Change> before, List<Change> meanwhile, Change change, String outcome) {
    @Override
    public String toString() {
      return name;
    }
  }

  static String summary(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied _ -> "applied";
      case Outcome.AlreadySo _ -> "already so";
      case Outcome.Refused refused -> "refused " + refused.cause();
      case Outcome.Unknown _ -> "unknown";
    };
  }

  static List<Row> all() {
    List<Change> none = List.of();
    List<Change> service = List.of(add(WEB));
    List<Change> gone = List.of(new DeleteService(WEB));
    List<Change> both = List.of(add(WEB), add(WEB, FIRST));
    return List.of(
        row("add a service twice", service, add(WEB), "already so"),
        row("edit a missing service", none, new EditService(WEB, ROUND_ROBIN), "refused ESRCH"),
        row("delete a missing service", none, new DeleteService(WEB), "already so"),
        row(
            "add with an unknown scheduler",
            none,
            new AddService(WEB, scheduler("nosuch")),
            "refused ENOENT"),
        row(
            "edit to an unknown scheduler",
            service,
            new EditService(WEB, scheduler("nosuch")),
            "refused ENOENT"),
        row(
            "add with an empty scheduler",
            none,
            new AddService(WEB, scheduler("")),
            "refused ENOENT"),
        row(
            "add with a scheduler's name of 16",
            none,
            new AddService(WEB, scheduler("sixteen-letters.")),
            "refused EINVAL"),
        row("add without a scheduler", none, new AddService(WEB, scheduler("none")), "applied"),
        row(
            "add with an unknown persistence engine",
            none,
            new AddService(WEB, new ServiceSettings("rr", Set.of(), 0, -1, "nosuch")),
            "refused ENOENT"),
        row("add with an IPv6 prefix of 0", none, prefix(0), "refused EINVAL"),
        row("add with an IPv6 prefix of 129", none, prefix(129), "refused EINVAL"),
        row("add a destination twice", both, add(WEB, FIRST), "already so"),
        new Row("add to a service that is gone", service, gone, add(WEB, FIRST), "refused ESRCH"),
        new Row(
            "edit in a service that is gone",
            both,
            gone,
            new EditDestination(WEB, FIRST, ONE),
            "refused ESRCH"),
        row("delete in a missing service", none, new DeleteDestination(WEB, FIRST), "already so"),
        row(
            "edit a missing destination",
            service,
            new EditDestination(WEB, FIRST, ONE),
            "refused ENOENT"),
        row(
            "delete a missing destination",
            service,
            new DeleteDestination(WEB, FIRST),
            "already so"),
        row("edit without a difference", both, new EditDestination(WEB, FIRST, ONE), "applied"),
        row("the largest weight", service, to(weight(Integer.MAX_VALUE)), "applied"),
        row("a lower threshold above the upper", service, to(thresholds(5, 9)), "refused ERANGE"),
        row("a lower threshold alone", service, to(thresholds(0, 9)), "refused ERANGE"),
        row(
            "edit to a lower threshold above the upper",
            both,
            new EditDestination(WEB, FIRST, thresholds(5, 9)),
            "refused ERANGE"),
        row(
            "IPv6 behind IPv4 by NAT",
            service,
            new AddDestination(WEB, FIRST6, by(new Masquerade())),
            "refused EINVAL"),
        row(
            "IPv6 behind IPv4 by DR",
            service,
            new AddDestination(WEB, FIRST6, by(new DirectRouting())),
            "refused EINVAL"),
        row(
            "IPv6 behind IPv4 by TUN",
            service,
            new AddDestination(WEB, FIRST6, by(Tunnel.ipip())),
            "applied"),
        row(
            "a multicast destination",
            service,
            add(WEB, new DestinationKey(ip("224.0.0.5"), 80)),
            "refused EINVAL"),
        row(
            "GUE without a port",
            service,
            to(by(new Tunnel(TunnelType.GUE, 0, TunnelChecksum.NONE))),
            "refused EINVAL"),
        row(
            "GUE with a port",
            service,
            to(by(new Tunnel(TunnelType.GUE, 6080, TunnelChecksum.REMCSUM))),
            "applied"),
        row("GRE", service, to(by(new Tunnel(TunnelType.GRE, 0, TunnelChecksum.CSUM))), "applied"),
        row("add an address twice", List.of(new AddVip(VIP)), new AddVip(VIP), "already so"),
        row("delete a missing address", none, new DeleteVip(VIP), "already so"),
        row(
            "add to a missing interface",
            none,
            new AddVip(new Vip(VIP.address(), "gone0")),
            "refused ENODEV"),
        row(
            "delete of a missing interface",
            none,
            new DeleteVip(new Vip(VIP.address(), "gone0")),
            "already so"),
        row("delete a missing tunnel", none, new DeleteDevice(TUNNEL), "already so"),
        row("set a timeout", none, new SetTimeout(Timeout.TCP, 600, 900), "applied"),
        row(
            "a timeout of more than 31 bits of ticks",
            none,
            new SetTimeout(Timeout.TCP, Integer.MAX_VALUE, 900),
            "refused EINVAL"),
        row("start a daemon", none, new StartDaemon(MASTER), "applied"),
        row(
            "start both daemons",
            List.of(new StartDaemon(MASTER)),
            new StartDaemon(BACKUP),
            "applied"),
        row(
            "start a daemon twice",
            List.of(new StartDaemon(MASTER)),
            new StartDaemon(MASTER),
            "already so"),
        row("stop a daemon", List.of(new StartDaemon(BACKUP)), new StopDaemon(BACKUP), "applied"),
        row("stop a missing daemon", none, new StopDaemon(MASTER), "already so"),
        row(
            "start a daemon on a missing interface",
            none,
            new StartDaemon(
                new SyncDaemon(SyncDaemon.State.MASTER, "gone0", 1, MASTER.group(), 8848, 1, 1400)),
            "refused ENODEV"),
        row(
            "synchronise where families are mixed",
            List.of(add(WEB), new AddDestination(WEB, FIRST6, by(Tunnel.ipip()))),
            new StartDaemon(MASTER),
            "refused EINVAL"),
        row(
            "mix families where connections are synchronised",
            List.of(add(WEB), new StartDaemon(MASTER)),
            new AddDestination(WEB, FIRST6, by(Tunnel.ipip())),
            "refused EINVAL"));
  }

  private static Row row(String name, List<Change> before, Change change, String outcome) {
    return new Row(name, before, List.of(), change, outcome);
  }

  private static Change prefix(int length) {
    return new AddService(WEB6, new ServiceSettings("rr", Set.of(), 0, length, ""));
  }

  private static Change to(DestinationSettings settings) {
    return new AddDestination(WEB, FIRST, settings);
  }

  private static DestinationSettings thresholds(long upper, long lower) {
    return new DestinationSettings(new DirectRouting(), 1, upper, lower);
  }
}
