package dev.lvs.agent.kernel;

import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.Change.AddTunnel;
import dev.lvs.agent.model.Change.DeleteTunnel;
import dev.lvs.agent.model.Outcome;
import dev.lvs.agent.model.TunnelDevice;
import dev.lvs.agent.model.TunnelType;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.route.Link;
import dev.lvs.agent.netlink.route.RouteRequests;
import dev.lvs.agent.netlink.route.TunnelKind;
import dev.lvs.net.AddressFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The devices by which a real server unwraps what directors send it. */
final class TunnelDevices {
  /** What the names of ours begin with. */
  private static final String PREFIX = "lvs";

  private static final Answer GONE = new Answer.Refused(Errno.ENODEV, Optional.empty());

  private final Exchange route;

  TunnelDevices(Exchange route) {
    this.route = route;
  }

  /** Those that are up and have a name like ours. */
  static Set<TunnelDevice> of(Links links) {
    Set<TunnelDevice> devices = new TreeSet<>();
    for (Link link : links.all()) {
      if (link.isUp() && link.name().startsWith(PREFIX)) {
        device(link).ifPresent(devices::add);
      }
    }
    return devices;
  }

  /** Creates and deletes devices. */
  List<Outcome> apply(List<Change> changes, Verdicts verdicts) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Change change : changes) {
      Answer answer =
          switch (change) {
            case AddTunnel(var device) -> add(device);
            case DeleteTunnel(var device) -> delete(device);
            default -> throw new IllegalArgumentException("not about a tunnel: " + change);
          };
      outcomes.add(verdicts.of(change, answer));
    }
    return outcomes;
  }

  /**
   * Creates a device that is up. One of the same name, make and address that is down is ours, whose
   * claim ended when it was not seen to be up.
   */
  private Answer add(TunnelDevice wanted) {
    Optional<TunnelKind> kind = kind(wanted);
    if (kind.isEmpty()) {
      return new Answer.Refused(Errno.EOPNOTSUPP, Optional.empty());
    }
    Answer answer =
        route.execute(RouteRequests.newTunnel(wanted.name(), kind.get(), wanted.local()));
    if (answer instanceof Answer.Refused(var errno, var _) && errno.equals(Errno.EEXIST)) {
      return find(wanted)
          .filter(link -> !link.isUp())
          .map(link -> route.execute(RouteRequests.setUp(link.index())))
          .orElse(answer);
    }
    return answer;
  }

  /** Deletes a device; one of the same name that is made otherwise is not the one that is meant. */
  private Answer delete(TunnelDevice device) {
    return find(device)
        .map(link -> route.execute(RouteRequests.deleteLink(link.index())))
        .orElse(GONE);
  }

  private Optional<Link> find(TunnelDevice wanted) {
    return Links.read(route)
        .find(wanted.name())
        .filter(link -> device(link).equals(Optional.of(wanted)));
  }

  private static Optional<TunnelDevice> device(Link link) {
    return TunnelKind.of(link.kind())
        .flatMap(
            kind ->
                link.tunnel()
                    .flatMap(
                        ends ->
                            type(kind)
                                .map(type -> new TunnelDevice(link.name(), type, ends.local()))));
  }

  private static Optional<TunnelType> type(TunnelKind kind) {
    return switch (kind) {
      case IPIP, IP6TNL -> Optional.of(TunnelType.IPIP);
      case GRE, IP6GRE -> Optional.of(TunnelType.GRE);
      case SIT -> Optional.empty();
    };
  }

  private static Optional<TunnelKind> kind(TunnelDevice device) {
    boolean four = device.local().family() == AddressFamily.IPV4;
    return switch (device.type()) {
      case IPIP -> Optional.of(four ? TunnelKind.IPIP : TunnelKind.IP6TNL);
      case GRE -> Optional.of(four ? TunnelKind.GRE : TunnelKind.IP6GRE);
      case GUE -> Optional.empty();
    };
  }
}
