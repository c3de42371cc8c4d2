package dev.lvs.agent.netlink.route;

import dev.lvs.agent.netlink.Dump;
import dev.lvs.agent.netlink.Exchange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The network interfaces at one moment. */
public final class Links {
  private final Map<Integer, Link> byIndex;

  private Links(Map<Integer, Link> byIndex) {
    this.byIndex = byIndex;
  }

  public static Links of(List<Link> all) {
    Map<Integer, Link> links = new LinkedHashMap<>();
    all.forEach(link -> links.put(link.index(), link));
    return new Links(links);
  }

  public static Links read(Exchange route) {
    Map<Integer, Link> links = new LinkedHashMap<>();
    Dump.of(
        route,
        "interfaces",
        RouteRequests.getLinks(),
        links::clear,
        reply -> {
          Link link = Link.read(reply);
          links.put(link.index(), link);
        });
    return new Links(links);
  }

  public Iterable<Link> all() {
    return byIndex.values();
  }

  public Optional<Link> find(int index) {
    return Optional.ofNullable(byIndex.get(index));
  }

  public Optional<Link> find(String name) {
    return byIndex.values().stream().filter(link -> link.name().equals(name)).findFirst();
  }

  public boolean loopbackIsUp() {
    return byIndex.values().stream().anyMatch(link -> link.isLoopback() && link.isUp());
  }
}
