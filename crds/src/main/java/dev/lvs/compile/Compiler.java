package dev.lvs.compile;

import static java.util.Objects.requireNonNull;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PoolLimits;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.allocate.HeldBefore;
import dev.lvs.compile.allocate.LocalAddressPools;
import dev.lvs.compile.allocate.Marks;
import dev.lvs.compile.allocate.Quota;
import dev.lvs.compile.allocate.SourceRules;
import dev.lvs.compile.allocate.TrafficConflicts;
import dev.lvs.compile.draft.Candidates;
import dev.lvs.compile.draft.Draft;
import dev.lvs.compile.draft.Drafting;
import dev.lvs.compile.draft.Mapping;
import dev.lvs.compile.place.Adoption;
import dev.lvs.compile.place.CarryOver;
import dev.lvs.compile.place.Departures;
import dev.lvs.compile.place.DirectorLoops;
import dev.lvs.compile.place.DirectorOrders;
import dev.lvs.compile.place.Placement;
import dev.lvs.compile.place.Plans;
import dev.lvs.compile.place.SettingsPlacement;
import dev.lvs.compile.place.TrafficNotes;
import dev.lvs.compile.place.VipMoves;
import dev.lvs.compile.problem.Consequence;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.problem.Withdrawal;
import dev.lvs.compile.resolve.Reference.Dangling;
import dev.lvs.compile.resolve.Reference.Found;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.resolve.Resolution.Group;
import dev.lvs.compile.resolve.Resolution.Host;
import dev.lvs.compile.rights.Admission;
import dev.lvs.compile.rights.Rights;
import dev.lvs.compile.rights.ServerGrants;
import dev.lvs.compile.rights.ServersInForce;
import dev.lvs.compile.rules.AdminRules;
import dev.lvs.compile.rules.LocalChecks;
import dev.lvs.compile.rules.PoolRules;
import dev.lvs.compile.rules.ServerRules;
import dev.lvs.compile.rules.ServiceRules;
import dev.lvs.compile.rules.VirtualRouterRules;
import dev.lvs.net.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Turns a resolution into the plan of every node. */
public final class Compiler {
  /**
   * The most passes. What is refused takes nothing from others, but whether a service is refused
   * shows only when things have been given out; then they are given out again without it. A second
   * pass is rare, and a third only where what one service loses makes another one right.
   */
  private static final int PASSES = 4;

  private final Resolution resolution;
  private final List<NodePlanSpec> previous;
  private final Late late;
  private final Late found = new Late(new HashSet<>(), new HashSet<>());
  private final Report report = new Report();

  /**
   * Services that are refused when things have been given out.
   *
   * @param refused all that others may have gone without something for
   * @param waiting those of them that wait for local addresses alone, and keep their place in line
   */
  private record Late(Set<ResourceName> refused, Set<ResourceName> waiting) {
    /** Those that get no local addresses. */
    Set<ResourceName> outOfLine() {
      Set<ResourceName> out = new HashSet<>(refused);
      out.removeAll(waiting);
      return out;
    }
  }

  private Compiler(Resolution resolution, List<NodePlanSpec> previous, Late late) {
    this.resolution = resolution;
    this.previous = previous;
    this.late = late;
  }

  /**
   * The plans of {@code resolution}.
   *
   * @param previous the plans in force, of which entries stay whose resource is refused now, as
   *     long as they are granted; empty at the first start
   */
  public static Compilation compile(Resolution resolution, List<NodePlanSpec> previous) {
    Late late = new Late(Set.of(), Set.of());
    for (int i = 1; ; i++) {
      Compiler compiler = new Compiler(resolution, previous, late);
      Compilation compilation = compiler.compile();
      if (compiler.found.equals(late) || i == PASSES) {
        return compilation;
      }
      late = compiler.found;
    }
  }

  private Compilation compile() {
    resolution.pools().forEach(pool -> PoolRules.check(pool, report));
    resolution.groups().forEach(group -> AdminRules.check(group, report));
    VirtualRouterRules.check(resolution.groups(), previous, report);
    Rights rights = new Rights(resolution, report);
    ServerGrants grants = new ServerGrants(resolution, report);
    HeldBefore before = new HeldBefore(previous, resolution, rights, grants);
    resolution
        .servers()
        .forEach(server -> ServerRules.check(server, rights, resolution.at(), report));
    LocalChecks.check(resolution, report);
    Admission admission = new Admission(resolution, report);
    resolution.services().forEach(service -> check(service, admission));
    new ServersInForce(before.plans(), resolution, report).check(before.vips());
    new Quota(before.plans(), report).check(resolution.services());
    Set<ResourceName> refusedEarly = Set.copyOf(report.refused());
    Marks marks = Marks.give(resolution, before.plans(), late.refused(), report);
    resolution.services().forEach(service -> mark(service, marks));
    before.vips(report, late.refused(), grants);
    LocalAddressPools localAddresses =
        LocalAddressPools.of(resolution, before.plans(), late.outOfLine(), report);
    List<Draft> drafts =
        TrafficConflicts.settle(drafts(rights, grants, localAddresses, marks), before, report);
    resolution.services().stream()
        .filter(it -> report.refused(it.name()) && !refusedEarly.contains(it.name()))
        .filter(it -> late.refused().contains(it.name()) || tookSomething(it, grants, marks))
        .forEach(
            it -> {
              found.refused().add(it.name());
              if (waits(it)) {
                found.waiting().add(it.name());
              }
            });

    Map<IpAddress, Host> hosts = resolution.hostsByAddress();
    Plans plans = new Plans();
    DirectorOrders orders = new DirectorOrders(resolution.groups());
    Placement placement = new Placement(hosts, localAddresses, orders, plans, report);
    Adoption adoption = new Adoption(resolution.pools(), report);
    TrafficNotes notes = new TrafficNotes(hosts, report);
    for (Draft draft : drafts) {
      VirtualServiceSpec spec = requireNonNull(draft.service().spec());
      placement.place(draft, spec, requireNonNull(draft.group().spec()), adoption.of(draft, spec));
      notes.check(draft, spec);
    }
    new CarryOver(before.plans(), resolution, drafts, orders, plans, report).keep(localAddresses);
    Departures departures = new Departures(before.plans(), plans, resolution.at());
    departures.list();
    new DirectorLoops(plans, hosts, report).cut();
    VipMoves moves = VipMoves.settle(previous, resolution, plans);
    new SettingsPlacement(previous, rights, plans, report).place(resolution);
    Optional<Instant> goodUntil =
        Stream.concat(
                departures.next().stream(),
                resolution.servers().stream().flatMap(server -> server.upkeep().ends().stream()))
            .min(Comparator.naturalOrder());
    return compilation(plans.finished(), moves, before.withdrawals(report), goodUntil);
  }

  /** Returns whether others may have gone without something for the sake of a service. */
  private boolean tookSomething(Resolution.Service service, ServerGrants grants, Marks marks) {
    return grants.isObstructing(service.name())
        || (service.localPool().isPresent() && !waits(service))
        || (marks.areGone() && marks.of(service.name()).isPresent());
  }

  /** Returns whether a service that is refused is so for want of local addresses alone. */
  private boolean waits(Resolution.Service service) {
    return report.problems().stream()
        .filter(problem -> problem.resource().equals(service.name()))
        .filter(problem -> problem.consequence() == Consequence.REFUSED)
        .allMatch(problem -> problem.reason() == Reason.TOO_FEW_LOCAL_ADDRESSES);
  }

  /** Whether a service may have what it asks for; what others have has no part in that. */
  private void check(Resolution.Service service, Admission admission) {
    VirtualServiceSpec spec = service.spec();
    if (spec == null) {
      AdminRules.missing(service.name(), report);
      return;
    }
    ServiceRules.check(service, spec, report);
    admission.check(service, spec);
    group(service);
  }

  private List<Draft> drafts(
      Rights rights, ServerGrants grants, LocalAddressPools localAddresses, Marks marks) {
    SourceRules sources = new SourceRules(localAddresses, report);
    List<Draft> drafts = new ArrayList<>();
    for (Resolution.Service service : resolution.services()) {
      VirtualServiceSpec spec = service.spec();
      if (spec != null) {
        sources.check(service, spec);
        Candidates candidates = Candidates.of(service, rights, report);
        Optional<Group> group = service.group().found();
        if (group.isPresent() && !report.refused(service.name())) {
          Mapping mapping = Mapping.of(spec, service.vips(), candidates, marks.of(service.name()));
          drafts.add(
              Drafting.draft(service, spec, group.get(), candidates, mapping, grants, report));
        }
      }
    }
    return drafts;
  }

  private void mark(Resolution.Service service, Marks marks) {
    VirtualServiceSpec spec = service.spec();
    if (spec != null
        && Marks.needsOne(spec)
        && marks.of(service.name()).isEmpty()
        && !report.refused(service.name())) {
      String taken =
          marks.hasItsShare(service)
              ? "Namespace %s has as many firewall marks as it may (%d); ask an admin for more (spec.limits.firewallMarks of an AddressPool), or"
                  .formatted(
                      service.name().namespace(), Quota.limit(service, PoolLimits::firewallMarks))
              : "Every one of the %d firewall marks is taken;".formatted(Marks.COUNT);
      report.refuse(
          service.name(),
          "spec.ports",
          Reason.NO_FIREWALL_MARK,
          taken + " list ports one by one, or use PPC, in this or another VirtualService.");
    }
  }

  /** The group of a service has to be one that can serve it. */
  private void group(Resolution.Service service) {
    switch (service.group()) {
      case Dangling<Group>(ResourceName name) ->
          refuseGroup(
              service,
              Reason.DIRECTOR_GROUP_NOT_FOUND,
              "There is no %s; create it, or name another in spec.directorGroup.".formatted(name));
      case Found<Group>(Group group) -> {
        if (report.refused(group.name())) {
          refuseGroup(
              service,
              Reason.DIRECTOR_GROUP_REFUSED,
              "%s is refused; see its conditions, or name another.".formatted(group.name()));
        } else if (group.hosts().isEmpty()) {
          refuseGroup(
              service,
              Reason.NO_DIRECTOR,
              "%s has no node; label one as its nodeSelector says, or name another group."
                  .formatted(group.name()));
        }
      }
    }
  }

  private void refuseGroup(Resolution.Service service, Reason reason, String message) {
    report.refuse(service.name(), "spec.directorGroup", reason, message);
  }

  private Compilation compilation(
      List<NodePlanSpec> plans,
      VipMoves moves,
      List<Withdrawal> withdrawals,
      Optional<Instant> goodUntil) {
    CompilationFacts facts = new CompilationFacts(plans, moves, resolution.at());
    PoolUses uses = new PoolUses(plans, resolution.services());
    return new Compilation(
        plans,
        report.problems(),
        resolution.services().stream().map(facts::of).toList(),
        resolution.servers().stream().map(facts::of).toList(),
        resolution.groups().stream().map(facts::of).toList(),
        resolution.pools().stream().map(pool -> facts.of(pool, uses, report)).toList(),
        withdrawals,
        goodUntil);
  }
}
