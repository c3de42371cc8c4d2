package dev.lvs.agent.bgp;

import static java.util.stream.Collectors.joining;

import dev.lvs.agent.bgp.BgpSight.State;
import dev.lvs.agent.model.BgpSession;
import dev.lvs.agent.model.device.DummyDevice;
import dev.lvs.agent.netlink.Dump;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.netlink.route.InterfaceAddress;
import dev.lvs.agent.netlink.route.Link;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.netlink.route.RouteRequests;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sees which VIPs are where BGP speakers announce them from. It is told of plans by the thread that
 * runs the agent, and looks on one other thread, to whose network namespace its socket belongs.
 */
public final class BgpWatch implements AutoCloseable {
  private static final int MOST_LISTED = 3;

  private final Supplier<Exchange> open;
  private final Supplier<BgpSession> sessions;
  private final InstantSource clock;
  private volatile Optional<BgpView> view = Optional.empty();
  private Map<String, BgpSight> last = Map.of();
  private @Nullable Exchange route;

  /**
   * One that knows of no group yet.
   *
   * @param open opens a way to routing netlink
   * @param sessions says whether a BGP session is established
   * @param clock the time of day
   */
  public BgpWatch(Supplier<Exchange> open, Supplier<BgpSession> sessions, InstantSource clock) {
    this.open = open;
    this.sessions = sessions;
    this.clock = clock;
  }

  /** Has it know what a round left. */
  public void follow(BgpView after) {
    view = Optional.of(after);
  }

  /** Returns how the groups stand now; empty until a round has said which there are. */
  public Optional<List<BgpSight>> look() {
    return view.map(BgpView::groups).map(groups -> groups.isEmpty() ? List.of() : see(groups));
  }

  private List<BgpSight> see(SortedMap<String, SortedMap<IpAddress, String>> groups) {
    BgpSession session = sessions.get();
    List<BgpSight> sights = new ArrayList<>();
    try {
      Map<IpAddress, InterfaceAddress> there = read();
      groups.forEach((name, vips) -> sights.add(sight(name, vips, there, session)));
    } catch (TransportException e) {
      close();
      String why = "the addresses of this node cannot be read: " + e.getMessage();
      groups
          .keySet()
          .forEach(
              name ->
                  sights.add(
                      new BgpSight(
                          name,
                          State.UNKNOWN,
                          session,
                          since(name, State.UNKNOWN),
                          Optional.empty(),
                          Optional.of(why))));
    }
    last = sights.stream().collect(Collectors.toMap(BgpSight::group, one -> one));
    return sights;
  }

  private BgpSight sight(
      String group,
      SortedMap<IpAddress, String> vips,
      Map<IpAddress, InterfaceAddress> there,
      BgpSession session) {
    List<InterfaceAddress> here =
        vips.keySet().stream().filter(there::containsKey).map(there::get).toList();
    State state =
        here.isEmpty()
            ? State.WITHDRAWN
            : switch (session) {
              case ESTABLISHED -> State.ANNOUNCED;
              case NONE -> State.NO_SESSION;
              case UNKNOWN -> State.UNKNOWN;
            };
    List<String> why = new ArrayList<>();
    if (state == State.NO_SESSION) {
      why.add(
          "no BGP session is established here (TCP port 179), so that no router learns of its VIPs");
    } else if (state == State.UNKNOWN) {
      why.add("whether a BGP session is established cannot be seen (/proc/net/tcp)");
    }
    why.addAll(missing(vips, there));
    List<IpAddress> lasting =
        here.stream()
            .filter(one -> one.validSeconds() == InterfaceAddress.FOREVER)
            .map(InterfaceAddress::address)
            .toList();
    if (!lasting.isEmpty()) {
      why.add("it is there without a lifetime, and would outlive the agent: " + named(lasting));
    }
    return new BgpSight(
        group,
        state,
        session,
        since(group, state),
        left(here),
        Optional.of(String.join("; ", why)).filter(text -> !text.isEmpty()));
  }

  /** The kernel tells seconds, of which the last one has begun. */
  private static Optional<Duration> left(List<InterfaceAddress> here) {
    return here.stream()
        .map(InterfaceAddress::validSeconds)
        .filter(seconds -> seconds != InterfaceAddress.FOREVER)
        .min(Long::compare)
        .map(seconds -> Duration.ofSeconds(Math.max(0, seconds - 1)));
  }

  /** Says of each reason whom it keeps away; of one that is for all VIPs the reason alone. */
  private static List<String> missing(
      SortedMap<IpAddress, String> vips, Map<IpAddress, InterfaceAddress> there) {
    SortedMap<String, List<IpAddress>> reasons = new TreeMap<>();
    vips.forEach(
        (vip, why) -> {
          if (!there.containsKey(vip)) {
            reasons
                .computeIfAbsent(
                    why.isEmpty()
                        ? "it is not on %s, or that is down".formatted(DummyDevice.BGP.name())
                        : why,
                    _ -> new ArrayList<>())
                .add(vip);
          }
        });
    return reasons.entrySet().stream()
        .map(
            one ->
                one.getValue().size() == vips.size()
                    ? one.getKey()
                    : one.getKey() + ": " + named(one.getValue()))
        .toList();
  }

  private static String named(Collection<IpAddress> vips) {
    String few = vips.stream().limit(MOST_LISTED).map(IpAddress::toString).collect(joining(", "));
    return vips.size() > MOST_LISTED
        ? few + " and %d more".formatted(vips.size() - MOST_LISTED)
        : few;
  }

  private Instant since(String group, State state) {
    BgpSight before = last.get(group);
    return before != null && before.state() == state
        ? before.since()
        : clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** The addresses of the device, if it is up: from another none is announced. */
  private Map<IpAddress, InterfaceAddress> read() {
    Exchange way = route == null ? open.get() : route;
    route = way;
    Map<IpAddress, InterfaceAddress> there = new HashMap<>();
    Optional<Link> device = Links.read(way).find(DummyDevice.BGP.name()).filter(Link::isUp);
    if (device.isPresent()) {
      Dump.of(
          way,
          "addresses",
          RouteRequests.getAddresses(),
          there::clear,
          reply ->
              InterfaceAddress.read(reply)
                  .filter(one -> one.interfaceIndex() == device.get().index())
                  .ifPresent(one -> there.put(one.address(), one)));
    }
    return there;
  }

  /** Called by the thread that looks. */
  @Override
  public void close() {
    if (route != null) {
      route.close();
      route = null;
    }
  }
}
