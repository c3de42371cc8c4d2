package dev.lvs.agent.kernel.route;

import dev.lvs.agent.model.Change.AddRoute;
import dev.lvs.agent.model.Change.RouteChange;
import dev.lvs.agent.model.Outcome;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Dump;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.route.Route;
import dev.lvs.agent.netlink.route.RouteRequests;
import dev.lvs.agent.object.Verdicts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Routes of the main table to a host by itself as the gateway. */
public final class HostRoutes {
  private final Exchange route;

  public HostRoutes(Exchange route) {
    this.route = route;
  }

  /** The hosts that have one, whoever made it. */
  public Set<IpAddress> read() {
    Set<IpAddress> hosts = new HashSet<>();
    for (AddressFamily family : AddressFamily.values()) {
      Set<IpAddress> found = new HashSet<>();
      Answer answer =
          Dump.answer(
              route,
              RouteRequests.getUnicastRoutes(family),
              found::clear,
              reply ->
                  Route.read(reply)
                      .filter(Route::isToItself)
                      .map(Route::destination)
                      .ifPresent(found::add));
      Dump.check("the routes", answer);
      hosts.addAll(found);
    }
    return hosts;
  }

  public List<Outcome> apply(List<RouteChange> changes, Verdicts verdicts) {
    List<Answer> answers = route.execute(changes.stream().map(HostRoutes::message).toList());
    List<Outcome> outcomes = new ArrayList<>();
    for (int place = 0; place < changes.size(); place++) {
      outcomes.add(verdicts.of(changes.get(place), answers.get(place)));
    }
    return outcomes;
  }

  private static Message message(RouteChange change) {
    Route wanted = Route.toItself(change.host());
    return change instanceof AddRoute
        ? RouteRequests.newRoute(wanted)
        : RouteRequests.deleteRoute(wanted);
  }
}
