package dev.lvs.agent.kernel.route;

import dev.lvs.agent.kernel.route.RouteChange.AddRoute;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Dump;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.route.Route;
import dev.lvs.agent.netlink.route.RouteRequests;
import dev.lvs.agent.object.Asked;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcomes;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Host routes of the main table whose gateway is the host itself. */
public final class RoutePart implements KernelPart<Set<IpAddress>> {
  private final Exchange route;

  public RoutePart(Exchange route) {
    this.route = route;
  }

  @Override
  public Set<IpAddress> observe(Asked asked) {
    return asked.routes() ? read() : Set.of();
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

  @Override
  public List<Outcome> apply(List<Change> changes, Supplier<Ownership> owned) {
    List<Answer> answers =
        route.execute(
            KernelPart.all(RouteChange.class, changes).stream().map(RoutePart::message).toList());
    List<Outcome> outcomes = new ArrayList<>();
    for (int place = 0; place < changes.size(); place++) {
      outcomes.add(Outcomes.of(changes.get(place), answers.get(place)));
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
