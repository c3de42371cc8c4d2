package dev.lvs.agent.kernel;

import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.kernel.ipvs.IpvsFamily;
import dev.lvs.agent.kernel.ipvs.IpvsTable;
import dev.lvs.agent.kernel.ipvs.IpvsTable.Availability;
import dev.lvs.agent.kernel.ipvs.IpvsTable.Availability.NoModule;
import dev.lvs.agent.kernel.ipvs.IpvsTable.Availability.NotPermitted;
import dev.lvs.agent.kernel.ipvs.IpvsTable.Availability.Usable;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange;
import dev.lvs.agent.kernel.timeout.TimeoutChange;
import dev.lvs.agent.model.Missing;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.ipvs.DestinationCounters;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ObservedServer;
import dev.lvs.agent.model.ipvs.ObservedTable;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.Statistics;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Dump;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.netlink.ipvs.DestinationEntry;
import dev.lvs.agent.netlink.ipvs.IpvsRequests;
import dev.lvs.agent.netlink.ipvs.IpvsVersion;
import dev.lvs.agent.netlink.ipvs.ServiceEntry;
import dev.lvs.agent.netlink.ipvs.SyncDaemonEntry;
import dev.lvs.agent.netlink.ipvs.Timeouts;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcomes;
import dev.lvs.agent.syscall.NetlinkSocket;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * IPVS for commands of people: the whole table, whoever made the entries, and changes without the
 * ledger, so that objects made by them are foreign to the agent.
 *
 * <p>Not thread-safe; every method has to be called on a thread of the network namespace in which
 * the console was opened.
 */
public final class Console implements AutoCloseable {
  private final Exchange generic;
  private final Supplier<Exchange> route;
  private final IpvsFamily family;
  private final IpvsTable table;

  /**
   * A console behind an exchange, which it owns from now on.
   *
   * @param route gives exchanges to routing netlink, to look at {@code lo} after a refusal
   */
  Console(Exchange generic, Supplier<Exchange> route) {
    this.generic = generic;
    this.route = route;
    this.family = new IpvsFamily(generic);
    this.table = new IpvsTable(family);
  }

  /**
   * Opens the running kernel, in the calling thread's network namespace.
   *
   * @throws dev.lvs.agent.netlink.TransportException when it gives no socket
   */
  public static Console open() {
    return new Console(
        new Exchange(new NetlinkSocket(Netlink.NETLINK_GENERIC)),
        () -> new Exchange(new NetlinkSocket(Netlink.NETLINK_ROUTE)));
  }

  /** Returns what stands between us and IPVS; every other method needs that this is empty. */
  public Optional<Missing> missing() {
    return switch (table.availability()) {
      case Usable _ -> Optional.empty();
      case NoModule _ -> Optional.of(Missing.IP_VS);
      case NotPermitted _ -> Optional.of(Missing.CAP_NET_ADMIN);
    };
  }

  /** Every virtual server with its destinations. */
  public Map<ServiceKey, VirtualServer> table() {
    return table.read();
  }

  /** The same with all that is counted. */
  public ObservedTable list() {
    Map<ServiceKey, ServiceSettings> settings = new LinkedHashMap<>();
    Map<ServiceKey, Statistics> statistics = new HashMap<>();
    ServiceEntry entry = new ServiceEntry();
    Dump.of(
        generic,
        "the virtual servers",
        requests().getServices(),
        settings::clear,
        reply -> {
          if (entry.read(reply)) {
            settings.put(entry.key(), entry.settings());
            statistics.put(entry.key(), entry.statistics());
          }
        });
    List<ObservedServer> servers = new ArrayList<>();
    settings.forEach(
        (key, value) ->
            servers.add(observed(key, value, statistics.getOrDefault(key, Statistics.ZERO))));
    IpvsVersion version = version();
    return new ObservedTable(version.version(), version.connectionTableSize(), servers);
  }

  /** Returns how long connections without traffic are remembered. */
  public Timeouts timeouts() {
    List<Timeouts> timeouts = new ArrayList<>(1);
    Dump.check(
        "the timeouts",
        generic.query(requests().getConfig(), (_, reply) -> timeouts.add(Timeouts.read(reply))));
    return timeouts.getFirst();
  }

  /** The sync daemons that run, the master first. */
  public List<SyncDaemon> daemons() {
    List<SyncDaemon> daemons = new ArrayList<>();
    Dump.of(
        generic,
        "the sync daemons",
        requests().getDaemons(),
        daemons::clear,
        reply -> SyncDaemonEntry.read(reply).ifPresent(daemons::add));
    daemons.sort((one, other) -> one.state().compareTo(other.state()));
    return daemons;
  }

  /** Carries out changes of the table in their order; a refused one does not stop the others. */
  public List<Outcome> apply(List<IpvsChange> changes) {
    try (LazyLinks links = new LazyLinks(route)) {
      return table.apply(changes, links::loopbackIsUp);
    }
  }

  /**
   * Sets counters to zero.
   *
   * @param service empty for all of them
   * @return why the kernel refuses, if it does
   */
  public Optional<String> zero(Optional<ServiceKey> service) {
    return ask(
        ipvs -> service.map(ipvs::zero).orElseGet(ipvs::zeroAll),
        errno ->
            errno.equals(Errno.ESRCH)
                ? "there is no virtual server " + service.map(ServiceKey::toString).orElse("")
                : Outcomes.UNEXPECTED);
  }

  /** Sets timeouts; says why the kernel refuses, if it does. */
  public Optional<String> set(Timeouts timeouts) {
    return ask(
        ipvs -> ipvs.setConfig(timeouts), errno -> TimeoutChange.timeoutReason(errno.symbol()));
  }

  /** Starts a sync daemon; says why the kernel refuses, if it does. */
  public Optional<String> start(SyncDaemon daemon) {
    return ask(
        ipvs -> ipvs.newDaemon(daemon),
        errno ->
            errno.equals(Errno.EEXIST)
                ? "one runs as " + daemon.state().text() + " already; stop it before"
                : DaemonChange.daemonReason(daemon, errno.symbol()));
  }

  /** Stops a sync daemon; says why the kernel refuses, if it does. */
  public Optional<String> stop(SyncDaemon.State state) {
    return ask(
        ipvs -> ipvs.deleteDaemon(state),
        errno -> errno.equals(Errno.ESRCH) ? "none runs as " + state.text() : Outcomes.UNEXPECTED);
  }

  @Override
  public void close() {
    generic.close();
  }

  private Optional<String> ask(
      Function<IpvsRequests, Message> request, Function<Errno, String> reason) {
    // the second vouches for the first, which is not always answered: see DaemonPart
    List<Message> commands = List.of(request.apply(requests()), requests().keepConfig());
    return switch (generic.execute(commands).getFirst()) {
      case Answer.Accepted() -> Optional.empty();
      case Answer.Refused(var errno, var _) ->
          Optional.of("the kernel answers " + errno + ": " + reason.apply(errno));
      case Answer.Unknown(var loss) -> Optional.of("the kernel's answer was lost, " + loss);
    };
  }

  private ObservedServer observed(ServiceKey key, ServiceSettings settings, Statistics statistics) {
    Map<DestinationKey, DestinationSettings> destinations = new LinkedHashMap<>();
    Map<DestinationKey, DestinationCounters> counters = new HashMap<>();
    DestinationEntry entry = new DestinationEntry(true);
    Dump.of(
        generic,
        "the destinations of " + key,
        requests().getDestinations(key),
        destinations::clear,
        reply -> {
          if (entry.read(reply, key.family())) {
            destinations.put(entry.key(), entry.settings());
            counters.put(
                entry.key(),
                new DestinationCounters(
                    entry.activeConnections(),
                    entry.inactiveConnections(),
                    entry.persistentConnections(),
                    entry.statistics()));
          }
        });
    return new ObservedServer(new VirtualServer(key, settings, destinations), statistics, counters);
  }

  private IpvsVersion version() {
    return switch (table.availability()) {
      case Usable(var version) -> version;
      case Availability other -> throw new IllegalStateException("IPVS is gone: " + other);
    };
  }

  private IpvsRequests requests() {
    return family
        .requests()
        .orElseThrow(() -> new IllegalStateException("ask for what is missing before"));
  }

  /** Routing netlink, opened when it is needed. */
  private static final class LazyLinks implements AutoCloseable {
    private final Supplier<Exchange> open;
    private final List<Exchange> opened = new ArrayList<>(1);

    LazyLinks(Supplier<Exchange> open) {
      this.open = open;
    }

    boolean loopbackIsUp() {
      if (opened.isEmpty()) {
        opened.add(open.get());
      }
      return Links.read(opened.getFirst()).loopbackIsUp();
    }

    @Override
    public void close() {
      opened.forEach(Exchange::close);
    }
  }
}
