package dev.lvs.agent.kernel.device;

import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.model.device.TunnelKind;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.route.Link;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.netlink.route.RouteRequests;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcomes;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Tunnel devices by which a real server decapsulates packets of directors. */
public final class TunnelDevices {
  /** Prefix of the names of ours. */
  private static final String PREFIX = "lvs";

  private static final Answer GONE = new Answer.Refused(Errno.ENODEV, Optional.empty());

  private final Exchange route;

  public TunnelDevices(Exchange route) {
    this.route = route;
  }

  /** Those that are up and have a name like ours. */
  public static Set<TunnelDevice> of(Links links) {
    Set<TunnelDevice> devices = new TreeSet<>();
    for (Link link : links.all()) {
      if (link.isUp() && link.name().startsWith(PREFIX)) {
        device(link).ifPresent(devices::add);
      }
    }
    return devices;
  }

  /**
   * Creates a device that is up. One of the same name, make and address that is down is ours, whose
   * claim ended when it was not seen to be up.
   */
  public Outcome add(Change change, TunnelDevice wanted) {
    Answer answer = route.execute(RouteRequests.newTunnel(wanted));
    boolean exists =
        answer instanceof Answer.Refused(var errno, var _) && errno.equals(Errno.EEXIST);
    if (!exists) {
      return Outcomes.of(change, answer);
    }
    Links links = Links.read(route);
    if (links.find(wanted.name()).isEmpty()) {
      return twin(links, change, wanted);
    }
    Answer end =
        find(links, wanted)
            .filter(link -> !link.isUp())
            .map(link -> route.execute(RouteRequests.setUp(link.index())))
            .orElse(answer);
    return Outcomes.of(change, end);
  }

  /** Deletes a device; one of the same name that is made otherwise is not the one that is meant. */
  public Outcome delete(Change change, TunnelDevice device) {
    Answer answer =
        find(Links.read(route), device)
            .map(link -> route.execute(RouteRequests.deleteLink(link.index())))
            .orElse(GONE);
    return Outcomes.of(change, answer);
  }

  /** Two devices that would take the same packets cannot be ({@code ip_tunnel_newlink}). */
  private static Outcome twin(Links links, Change change, TunnelDevice wanted) {
    String name = "another";
    for (Link link : links.all()) {
      if (device(link).filter(wanted::takesTheSameAs).isPresent()) {
        name = link.name();
      }
    }
    return Outcomes.refused(
        change,
        "EEXIST",
        "the kernel answers EEXIST: tunnel device "
            + name
            + " takes what is sent to "
            + wanted.local()
            + "; delete it (ip link del), or use another type of tunnel");
  }

  private static Optional<Link> find(Links links, TunnelDevice wanted) {
    return links.find(wanted.name()).filter(link -> device(link).equals(Optional.of(wanted)));
  }

  private static Optional<TunnelDevice> device(Link link) {
    return TunnelKind.of(link.kind())
        .flatMap(
            kind ->
                link.tunnel()
                    .filter(ends -> ends.remote().isUnspecified())
                    .map(
                        ends ->
                            new TunnelDevice(link.name(), kind, ends.local(), ends.checksum())));
  }
}
