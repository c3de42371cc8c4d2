package dev.lvs.bench;

import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.kernel.ipvs.IpvsCommands;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.GenericFamily;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.netlink.Visitor;
import dev.lvs.agent.netlink.ipvs.DestinationEntry;
import dev.lvs.agent.netlink.ipvs.IpvsRequests;
import dev.lvs.agent.netlink.ipvs.ServiceEntry;
import dev.lvs.agent.round.Comparison;
import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.agent.syscall.NetlinkSocket;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.ipvs.ServiceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The agent in this process, warm: as a whole, and its netlink messages alone. */
final class AgentPrograms {
  private AgentPrograms() {}

  /**
   * A round of the agent in which it finds the kernel empty, from the news of the plan to its
   * status; and everything that a round observes.
   */
  static Program wholeRound(BenchTable table) {
    NodePlanSpec plan = table.plan(0);
    return new Program(
        "agent, whole round" + (table.shape() == TableShape.DIFFERENT ? ", all different" : ""),
        false,
        new OwnStep(() -> load(plan)),
        new OwnStep(() -> observe(table.size())));
  }

  /** The messages of such a round, their batches and answers; and a dump into entries. */
  static Program netlinkOnly(BenchTable table) throws Exception {
    List<IpvsChange> changes = changes(table.plan(0));
    return new Program(
        "agent, netlink only",
        false,
        new OwnStep(() -> execute(changes)),
        new OwnStep(() -> dump(table.size())));
  }

  private static long load(NodePlanSpec plan) throws Exception {
    try (SteppedAgent agent = new SteppedAgent()) {
      SteppedAgent.Taken taken = agent.take(plan);
      Sanity.that(taken.round().isConverged(), taken.round().refused());
      return taken.nanos();
    }
  }

  private static long observe(Size size) {
    try (Kernel kernel = Kernel.open()) {
      long start = System.nanoTime();
      KernelState observed = kernel.observe(Set.of());
      long nanos = System.nanoTime() - start;
      int objects =
          observed.services().values().stream()
              .mapToInt(server -> 1 + server.destinations().size())
              .sum();
      Sanity.that(objects == size.objects(), "Kernel.observe");
      return nanos;
    }
  }

  /** Returns what the agent would do to the table of an empty kernel. */
  private static List<IpvsChange> changes(NodePlanSpec plan) throws Exception {
    return FreshNamespace.run(
        () -> {
          try (Kernel kernel = Kernel.open()) {
            return Comparison.of(new Plan(1, plan, List.of()), kernel, Ownership.NONE, Set.of())
                .diff()
                .ofTable();
          }
        });
  }

  private static long execute(List<IpvsChange> changes) {
    try (Exchange exchange = exchange()) {
      IpvsRequests ipvs = requests(exchange);
      long start = System.nanoTime();
      List<Answer> answers = exchange.execute(new IpvsCommands(ipvs.family()).of(changes));
      long nanos = System.nanoTime() - start;
      Sanity.that(answers.stream().allMatch(Answer.ACCEPTED::equals), "Exchange.execute");
      return nanos;
    }
  }

  private static long dump(Size size) {
    try (Exchange exchange = exchange()) {
      IpvsRequests ipvs = requests(exchange);
      long start = System.nanoTime();
      List<ServiceKey> keys = new ArrayList<>();
      ServiceEntry service = new ServiceEntry();
      Visitor services =
          (_, reply) -> {
            service.read(reply);
            keys.add(service.key());
          };
      exchange.dump(ipvs.getServices(), services);
      int[] found = {keys.size()};
      DestinationEntry destination = new DestinationEntry(false);
      for (ServiceKey key : keys) {
        Visitor destinations =
            (_, reply) -> {
              destination.read(reply, key.family());
              found[0]++;
            };
        exchange.dump(ipvs.getDestinations(key), destinations);
      }
      long nanos = System.nanoTime() - start;
      Sanity.that(found[0] == size.objects(), "Exchange.dump");
      return nanos;
    }
  }

  private static Exchange exchange() {
    return new Exchange(new NetlinkSocket(Netlink.NETLINK_GENERIC));
  }

  private static IpvsRequests requests(Exchange exchange) {
    return new IpvsRequests((GenericFamily.Present) GenericFamily.resolve(exchange, "IPVS"));
  }
}
