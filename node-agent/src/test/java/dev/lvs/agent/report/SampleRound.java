package dev.lvs.agent.report;

import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Missing;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Routing;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcome.Refused;
import dev.lvs.agent.plan.Planner;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A round of a director with services {@code shop/s0}, {@code shop/s1} and so on, each with the
 * real servers 198.51.100.21 and .22 by NAT; tests say what of it went wrong.
 */
final class SampleRound {
  static final NodeFacts NODE =
      new NodeFacts("6.12.0", Optional.of("1.2.1"), Set.of(), List.of(), Conf.USUAL, Routing.NONE);

  private final int services;
  private final NodeFacts facts;
  private final Desired desired;
  private final List<Missing> missing = new ArrayList<>();
  private final List<Foreign> foreign = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<Refused> refused = new ArrayList<>();
  private final List<Fight> fights = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private Map<Vip, String> withheld = Map.of();
  private long generation = 1;

  SampleRound(int services) {
    this(services, NODE);
  }

  SampleRound(int services, NodeFacts facts) {
    this.services = services;
    this.facts = facts;
    this.desired = Planner.plan(plan(services), facts);
  }

  static ResourceName source(int service) {
    return ResourceName.parse("VirtualService shop/s" + service);
  }

  static ServiceKey key(int service) {
    return ServiceKey.parse("TCP 192.0.2.10:" + (1 + service));
  }

  static DestinationKey server(int number) {
    return new DestinationKey(IpAddress.parse("198.51.100.2" + number), 80);
  }

  static NodePlanSpec plan(int services) {
    return new NodePlanSpec(
        "edge-1",
        new DirectorPlan(
            IntStream.range(0, services).mapToObj(SampleRound::service).toList(),
            List.of(),
            List.of(),
            List.of()),
        RealServerPlan.EMPTY);
  }

  private static PlannedService service(int number) {
    return new PlannedService(
        key(number),
        Scheduler.WRR,
        List.of(),
        false,
        null,
        List.of(destination(1), destination(2)),
        List.of(),
        List.of(),
        false,
        null,
        source(number));
  }

  private static PlannedDestination destination(int number) {
    return new PlannedDestination(
        server(number).address(),
        80,
        ForwardingMode.NAT,
        1,
        null,
        null,
        ResourceName.parse("RealServer shop/web-" + number));
  }

  /** The change that adds a service. */
  Change adding(int service) {
    VirtualServer server =
        Optional.ofNullable(desired.state().services().get(key(service))).orElseThrow();
    return new IpvsChange.AddService(key(service), server.settings());
  }

  SampleRound refusing(int service, String cause) {
    Refused one = new Refused(adding(service), cause, "cannot add it: " + cause);
    refused.add(one);
    outcomes.add(one);
    return this;
  }

  SampleRound refusing(Change change, String cause) {
    refused.add(new Refused(change, cause, "cannot do it: " + cause));
    return this;
  }

  SampleRound losing(int service) {
    outcomes.add(new Outcome.Unknown(adding(service), "The answer was lost."));
    return this;
  }

  SampleRound applying(int service) {
    outcomes.add(new Outcome.Applied(adding(service)));
    return this;
  }

  SampleRound finding(Foreign one) {
    foreign.add(one);
    return this;
  }

  SampleRound fighting(int service, int times) {
    fights.add(new Fight(key(service), adding(service), times, Duration.ofSeconds(10)));
    return this;
  }

  SampleRound lacking(Missing one) {
    missing.add(one);
    return this;
  }

  SampleRound withholding(Vip vip, String why) {
    withheld = Map.of(vip, why);
    return this;
  }

  SampleRound of(long otherGeneration) {
    generation = otherGeneration;
    return this;
  }

  SampleRound withProblem(String text) {
    problems.add(text);
    return this;
  }

  Findings findings() {
    Diff diff = Diff.of(desired.state(), KernelState.EMPTY, Ownership.NONE, Set.of());
    return new Findings(
        new Plan(generation, plan(services), problems),
        facts,
        missing,
        desired,
        new Diff(diff.changes(), foreign, withheld),
        outcomes,
        refused,
        fights);
  }
}
