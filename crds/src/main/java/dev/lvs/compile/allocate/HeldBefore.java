package dev.lvs.compile.allocate;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.LeavingDestination;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedDrain;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ReservedMarks;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.draft.Term;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.problem.Withdrawal;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.resolve.Resolution.Service;
import dev.lvs.compile.rights.Rights;
import dev.lvs.compile.rights.ServerGrants;
import dev.lvs.ipvs.MarkedVip;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.Traffic;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The plans in force without the entries whose right is gone.
 *
 * <p>They are computed before all else is compiled, so that nothing which is gone counts as held:
 * it can be allocated to another at once. A mistake in a resource revokes no right, and a resource
 * that was deleted needs none: neither matters here.
 */
public final class HeldBefore {
  private final Rights rights;
  private final ServerGrants grants;
  private final Map<ResourceName, Service> services = new HashMap<>();
  private final Map<ResourceName, String> groups = new HashMap<>();
  private final Map<ResourceName, SortedMap<String, SortedSet<String>>> lost = new HashMap<>();
  private final List<NodePlanSpec> plans;

  /**
   * @param previous the plans in force
   */
  public HeldBefore(
      List<NodePlanSpec> previous, Resolution resolution, Rights rights, ServerGrants grants) {
    this.rights = rights;
    this.grants = grants;
    resolution.services().forEach(service -> services.put(service.name(), service));
    each(previous, DirectorPlan::services)
        .filter(service -> service.directorGroup() != null)
        .forEach(service -> groups.put(service.source(), service.directorGroup()));
    HeldEntries held = new HeldEntries(previous);
    held.vips().forEach((source, its) -> its.forEach(vip -> countVip(source, vip)));
    this.plans = previous.stream().map(plan -> granted(plan, held)).toList();
  }

  /**
   * Counts the VIPs that are there to stay: of what is not refused, or is so and keeps them.
   *
   * @param refused what is going to be, too
   */
  public void vips(Report report, Set<ResourceName> refused, ServerGrants all) {
    all.clear();
    new HeldEntries(plans)
        .vips()
        .forEach(
            (source, its) -> {
              if (report.refused(source) || refused.contains(source)) {
                its.forEach(vip -> all.add(vip, source));
              }
            });
    services.forEach(
        (name, service) -> {
          if (service.spec() != null && !report.refused(name) && !refused.contains(name)) {
            service.vips().forEach(vip -> all.add(vip, name));
          }
        });
  }

  private void countVip(ResourceName name, IpAddress vip) {
    Service service = services.get(name);
    if (service != null && rights.lackOfVip(service, vip).isEmpty()) {
      grants.add(vip, name);
    }
  }

  /** The VIPs of each service, by its name. */
  public Map<ResourceName, SortedSet<IpAddress>> vips() {
    return new HeldEntries(plans).vips();
  }

  /** One for each node that had one, be it empty. */
  public List<NodePlanSpec> plans() {
    return plans;
  }

  /** Returns who has which claim. */
  Map<Traffic, ResourceName> holders() {
    Map<Traffic, ResourceName> holders = new HashMap<>();
    each(plans, DirectorPlan::services)
        .forEach(service -> holders.put(service.key().traffic(), service.source()));
    each(plans, DirectorPlan::marks).forEach(mark -> holders.put(mark.ports(), mark.source()));
    List<PlannedService> marked =
        each(plans, DirectorPlan::services)
            .filter(
                service -> service.key() instanceof MarkKey key && !ReservedMarks.isOwn(key.mark()))
            .toList();
    if (!marked.isEmpty()) {
      Map<ResourceName, SortedSet<IpAddress>> vips = new HeldEntries(plans).vips();
      for (PlannedService service : marked) {
        MarkKey key = (MarkKey) service.key();
        vips.getOrDefault(service.source(), Collections.emptySortedSet()).stream()
            .filter(vip -> vip.family() == key.family())
            .forEach(vip -> holders.put(new MarkedVip(vip, key.mark()), service.source()));
      }
    }
    return holders;
  }

  /** Returns what each service has settled for its VIPs. */
  Map<ResourceName, NavigableSet<Term>> terms() {
    Map<ResourceName, NavigableSet<Term>> terms = new HashMap<>();
    each(plans, DirectorPlan::vips)
        .forEach(
            vip -> {
              for (ResourceName source : vip.sources()) {
                String group = groups.get(source);
                if (group != null) {
                  terms
                      .computeIfAbsent(source, _ -> new TreeSet<>())
                      .add(new Term(vip.address(), Term.Topic.GROUP, group));
                }
              }
            });
    Set<ResourceName> marking =
        each(plans, DirectorPlan::marks).map(PlannedMark::source).collect(Collectors.toSet());
    Map<ResourceName, Set<IpAddress>> vips = new HashMap<>();
    each(plans, DirectorPlan::vips)
        .forEach(
            vip ->
                vip.sources()
                    .forEach(
                        source ->
                            vips.computeIfAbsent(source, _ -> new HashSet<>()).add(vip.address())));
    each(plans, DirectorPlan::services)
        .filter(entry -> entry.key() instanceof MarkKey && !marking.contains(entry.source()))
        .forEach(
            entry -> {
              ResourceName source = entry.source();
              String value =
                  Term.sources(
                      entry.methods().contains(ForwardingMode.FULLNAT),
                      Optional.ofNullable(services.get(source)).flatMap(Service::localPool));
              Stream.concat(
                      entry.vips().stream(), vips.getOrDefault(entry.source(), Set.of()).stream())
                  .forEach(
                      vip ->
                          terms
                              .computeIfAbsent(source, _ -> new TreeSet<>())
                              .add(new Term(vip, Term.Topic.MARKED_SOURCES, value)));
            });
    return terms;
  }

  /** Returns what the services that are refused have lost. */
  public List<Withdrawal> withdrawals(Report report) {
    List<Withdrawal> withdrawals = new ArrayList<>();
    lost.forEach(
        (service, reasons) -> {
          if (report.refused(service)) {
            reasons.forEach(
                (why, nodes) ->
                    withdrawals.add(
                        new Withdrawal(
                            service,
                            "It is served no longer by %s, for %s; the right that gave this is gone."
                                .formatted(String.join(", ", nodes), why))));
          }
        });
    return withdrawals.stream().sorted().toList();
  }

  private NodePlanSpec granted(NodePlanSpec plan, HeldEntries held) {
    String node = plan.nodeName();
    DirectorPlan director = plan.director();
    RealServerPlan server = plan.realServer();
    List<PlannedService> entries =
        director.services().stream().flatMap(one -> granted(node, one, held).stream()).toList();
    // a VIP stays for its entries, and ends with the last of them
    Set<ResourceName> ended = new HashSet<>();
    director.services().forEach(one -> ended.add(one.source()));
    entries.forEach(one -> ended.remove(one.source()));
    return new NodePlanSpec(
        node,
        new DirectorPlan(
            entries,
            director.vips().stream().flatMap(one -> granted(node, one, ended).stream()).toList(),
            director.marks().stream()
                .filter(one -> !ended.contains(one.source()) && isGranted(node, one))
                .toList(),
            director.settings(),
            director.alsoAnnouncing(),
            director.formerVips()),
        new RealServerPlan(
            server.hiddenVips().stream().flatMap(one -> granted(one).stream()).toList()));
  }

  private Optional<PlannedService> granted(String node, PlannedService entry, HeldEntries held) {
    Service service = services.get(entry.source());
    if (service == null) {
      return Optional.of(entry);
    }
    Stream<IpAddress> own =
        entry.key() instanceof AddressKey key ? Stream.of(key.address()) : Stream.of();
    Stream<IpAddress> vips = Stream.concat(own, entry.vips().stream());
    Optional<String> lack =
        rights
            .lackOfRole(node, entry.directorGroup())
            .or(() -> vips.flatMap(vip -> rights.lackOfVip(service, vip).stream()).findFirst())
            .or(() -> lackOfMark(service, entry));
    List<IpAddress> localAddresses =
        entry.localAddresses().stream()
            .filter(address -> rights.grantsLocalAddress(service, address))
            .toList();
    if (lack.isEmpty() && localAddresses.isEmpty() && !entry.localAddresses().isEmpty()) {
      lack =
          Optional.of(
              "no AddressPool that admits namespace %s has local address %s"
                  .formatted(service.name().namespace(), entry.localAddresses().getFirst()));
    }
    if (lack.isPresent()) {
      lose(service, lack.get(), node);
      return Optional.empty();
    }
    List<PlannedDestination> destinations =
        entry.destinations().stream()
            .filter(one -> rights.lackOfPlace(one.address()).isEmpty())
            .toList();
    PlannedService rest =
        entry.with(held.granted(destinations, grants, service, entry), localAddresses);
    PlannedDrain drain = entry.drain();
    return Optional.of(
        drain == null || drain.leaving().isEmpty()
            ? rest
            : rest.with(drain.with(granted(drain.leaving(), held, service, entry))));
  }

  private List<LeavingDestination> granted(
      List<LeavingDestination> leaving, HeldEntries held, Service service, PlannedService entry) {
    Set<PlannedDestination> granted =
        new HashSet<>(
            held.granted(
                leaving.stream()
                    .map(LeavingDestination::destination)
                    .filter(one -> rights.lackOfPlace(one.address()).isEmpty())
                    .toList(),
                grants,
                service,
                entry));
    return leaving.stream().filter(one -> granted.contains(one.destination())).toList();
  }

  private Optional<String> lackOfMark(Service service, PlannedService entry) {
    return Optional.of(entry.key())
        .filter(MarkKey.class::isInstance)
        .map(key -> ((MarkKey) key).mark())
        .filter(mark -> !ReservedMarks.isOwn(mark) && !grants.grants(service, mark))
        .map(
            mark ->
                "no AddressPool that admits namespace %s grants firewall mark %d"
                    .formatted(service.name().namespace(), mark));
  }

  private Optional<PlannedVip> granted(String node, PlannedVip vip, Set<ResourceName> ended) {
    List<ResourceName> sources =
        vip.sources().stream()
            .filter(
                source ->
                    !ended.contains(source)
                        && rights.announces(groups.get(source))
                        && isGranted(node, source, vip.address()))
            .toList();
    return sources.isEmpty() ? Optional.empty() : Optional.of(vip.with(sources));
  }

  private boolean isGranted(String node, PlannedMark mark) {
    return isGranted(node, mark.source(), mark.ports().vip());
  }

  private boolean isGranted(String node, ResourceName source, IpAddress vip) {
    Service service = services.get(source);
    if (service == null) {
      return true;
    }
    Optional<String> lack =
        rights.lackOfRole(node, groups.get(source)).or(() -> rights.lackOfVip(service, vip));
    lack.ifPresent(why -> lose(service, why, node));
    return lack.isEmpty();
  }

  private Optional<HiddenVip> granted(HiddenVip vip) {
    List<ResourceName> sources =
        vip.sources().stream()
            .filter(
                source ->
                    Optional.ofNullable(services.get(source))
                        .flatMap(service -> rights.lackOfVip(service, vip.address()))
                        .isEmpty())
            .toList();
    return sources.isEmpty() ? Optional.empty() : Optional.of(vip.with(sources));
  }

  private void lose(Service service, String why, String node) {
    lost.computeIfAbsent(service.name(), _ -> new TreeMap<>())
        .computeIfAbsent(why, _ -> new TreeSet<>())
        .add(node);
  }

  private static <T> Stream<T> each(List<NodePlanSpec> plans, Function<DirectorPlan, List<T>> of) {
    return plans.stream().flatMap(plan -> of.apply(plan.director()).stream());
  }
}
