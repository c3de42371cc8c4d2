package dev.lvs.agent.kernel.device;

import dev.lvs.agent.model.device.DummyDevice;
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

/** Dummy devices, which hold addresses that leave by no interface of their own. */
final class DummyDevices {
  /** Prefix of the names of ours. */
  private static final String PREFIX = "lvs";

  private static final Answer GONE = new Answer.Refused(Errno.ENODEV, Optional.empty());

  private final Exchange route;

  DummyDevices(Exchange route) {
    this.route = route;
  }

  /** Those that are up and have a name like ours. */
  static Set<DummyDevice> of(Links links) {
    Set<DummyDevice> devices = new TreeSet<>();
    for (Link link : links.all()) {
      if (link.isUp() && link.name().startsWith(PREFIX) && isDummy(link)) {
        devices.add(new DummyDevice(link.name()));
      }
    }
    return devices;
  }

  /** Creates a device that is up. One that is there and down is set up. */
  Outcome add(Change change, DummyDevice wanted) {
    Answer answer = route.execute(RouteRequests.newDummy(wanted));
    boolean exists =
        answer instanceof Answer.Refused(var errno, var _) && errno.equals(Errno.EEXIST);
    if (!exists) {
      return Outcomes.of(change, answer);
    }
    Optional<Link> present = Links.read(route).find(wanted.name());
    if (present.filter(link -> !isDummy(link)).isPresent()) {
      return Outcomes.refused(
          change,
          "EEXIST",
          "interface "
              + wanted.name()
              + " is there and is no dummy device; rename or delete it (ip link del)");
    }
    Answer end =
        present
            .filter(link -> !link.isUp())
            .map(link -> route.execute(RouteRequests.setUp(link.index())))
            .orElse(answer);
    return Outcomes.of(change, end);
  }

  /** Deletes a device; an interface of that name that is no dummy device is not meant. */
  Outcome delete(Change change, DummyDevice device) {
    Answer answer =
        Links.read(route)
            .find(device.name())
            .filter(DummyDevices::isDummy)
            .map(link -> route.execute(RouteRequests.deleteLink(link.index())))
            .orElse(GONE);
    return Outcomes.of(change, answer);
  }

  private static boolean isDummy(Link link) {
    return link.kind().equals(DummyDevice.KIND);
  }
}
