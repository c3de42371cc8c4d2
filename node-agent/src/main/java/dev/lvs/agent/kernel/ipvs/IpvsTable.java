package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.kernel.ipvs.IpvsTable.Availability.NoModule;
import dev.lvs.agent.kernel.ipvs.IpvsTable.Availability.NotPermitted;
import dev.lvs.agent.kernel.ipvs.IpvsTable.Availability.Usable;
import dev.lvs.agent.model.ipvs.DestinationCounters;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.Statistics;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Answer.Refused;
import dev.lvs.agent.netlink.Dump;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.ipvs.DestinationEntry;
import dev.lvs.agent.netlink.ipvs.IpvsRequests;
import dev.lvs.agent.netlink.ipvs.IpvsVersion;
import dev.lvs.agent.netlink.ipvs.ServiceEntry;
import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcomes;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The IPVS table (net/netfilter/ipvs/ip_vs_ctl.c). */
public final class IpvsTable {
  private final IpvsFamily family;
  private final Exchange exchange;
  private final ServiceEntry service = new ServiceEntry();
  private final DestinationEntry destination = new DestinationEntry(false);
  private Optional<Usable> usable = Optional.empty();

  /** The table of the network namespace that the family's exchange belongs to. */
  public IpvsTable(IpvsFamily family) {
    this.family = family;
    this.exchange = family.exchange();
  }

  /** The one of a kernel. */
  public static IpvsTable of(KernelAccess access) {
    return access.shared(IpvsTable.class, ways -> new IpvsTable(IpvsFamily.of(ways)));
  }

  /** Availability of IPVS in this kernel: its version, or why it cannot be used. */
  public sealed interface Availability {
    record Usable(IpvsVersion version) implements Availability {}

    /** The kernel has no IPVS, or may not load its module by itself. */
    record NoModule() implements Availability {}

    /** The kernel has IPVS, but the process lacks the permission to use it. */
    record NotPermitted() implements Availability {}
  }

  /** Asked until it can be used: from then on the version stays. */
  public Availability availability() {
    if (usable.isPresent()) {
      return usable.get();
    }
    Optional<IpvsRequests> ipvs = family.requests();
    if (ipvs.isEmpty()) {
      return new NoModule();
    }
    List<IpvsVersion> version = new ArrayList<>(1);
    Answer answer =
        exchange.query(ipvs.get().getInfo(), (_, reply) -> version.add(IpvsVersion.read(reply)));
    if (answer instanceof Refused(var errno, var _) && errno.equals(Errno.EPERM)) {
      return new NotPermitted();
    }
    Dump.check("the version of IPVS", answer);
    usable = Optional.of(new Usable(version.getFirst()));
    return usable.get();
  }

  /** Every virtual server with its destinations; none where there is no IPVS. */
  public Map<ServiceKey, VirtualServer> read() {
    Map<ServiceKey, ServiceSettings> services = new LinkedHashMap<>();
    listServices(services::clear, entry -> services.put(entry.key(), entry.settings()));
    Map<ServiceKey, VirtualServer> table = new LinkedHashMap<>();
    DestinationReader destinations = new DestinationReader(this);
    services.forEach(
        (key, settings) ->
            table.put(key, new VirtualServer(key, settings, destinations.read(key, Map.of()))));
    return table;
  }

  /**
   * Goes through every virtual server; there is none where there is no IPVS.
   *
   * @param forget throws away what was taken, when the kernel begins again
   * @param take takes the one entry, which is the next one when it returns
   */
  public void listServices(Runnable forget, Consumer<ServiceEntry> take) {
    family
        .requests()
        .ifPresent(
            ipvs ->
                Dump.of(
                    exchange,
                    "the virtual servers",
                    ipvs.getServices(),
                    forget,
                    reply -> {
                      if (service.read(reply)) {
                        take.accept(service);
                      }
                    }));
  }

  /** Goes through the destinations of one virtual server, in the same way, the newest first. */
  public void listDestinations(ServiceKey of, Runnable forget, Consumer<DestinationEntry> take) {
    family
        .requests()
        .ifPresent(
            ipvs ->
                Dump.of(
                    exchange,
                    "the destinations of a virtual server",
                    ipvs.getDestinations(of),
                    forget,
                    reply -> {
                      if (destination.read(reply, of.family())) {
                        take.accept(destination);
                      }
                    }));
  }

  /** The connections of some destinations of a virtual server; none of one that is not there. */
  public Map<DestinationKey, DestinationCounters> counters(
      ServiceKey of, Set<DestinationKey> some) {
    Map<DestinationKey, DestinationCounters> counters = new HashMap<>();
    listDestinations(
        of,
        counters::clear,
        entry -> {
          DestinationKey key = entry.key();
          if (some.contains(key)) {
            counters.put(
                key,
                new DestinationCounters(
                    entry.activeConnections(),
                    entry.inactiveConnections(),
                    entry.persistentConnections(),
                    Statistics.ZERO));
          }
        });
    some.forEach(key -> counters.putIfAbsent(key, DestinationCounters.NONE));
    return counters;
  }

  /**
   * Carries out changes in their order.
   *
   * @param loopbackIsUp looks at the {@code lo} of the namespace, which some refusals come from
   */
  public List<Outcome> apply(List<IpvsChange> changes, BooleanSupplier loopbackIsUp) {
    return family.apply(
        changes,
        ipvs -> new IpvsCommands(ipvs.family()).of(changes),
        (change, answer) ->
            Outcomes.of(change, answer, errno -> IpvsErrnos.reason(change, errno, loopbackIsUp)));
  }
}
