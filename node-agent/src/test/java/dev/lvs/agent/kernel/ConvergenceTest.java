package dev.lvs.agent.kernel;

import static dev.lvs.agent.kernel.Samples.ARP_ANNOUNCE;
import static dev.lvs.agent.kernel.Samples.ARP_IGNORE;
import static dev.lvs.agent.kernel.Samples.FIRST;
import static dev.lvs.agent.kernel.Samples.FIRST6;
import static dev.lvs.agent.kernel.Samples.FOREIGN;
import static dev.lvs.agent.kernel.Samples.FOREIGN_VIP;
import static dev.lvs.agent.kernel.Samples.HIDDEN_VIP;
import static dev.lvs.agent.kernel.Samples.MARKED;
import static dev.lvs.agent.kernel.Samples.ONE;
import static dev.lvs.agent.kernel.Samples.ROUND_ROBIN;
import static dev.lvs.agent.kernel.Samples.ROUND_ROBIN6;
import static dev.lvs.agent.kernel.Samples.SECOND;
import static dev.lvs.agent.kernel.Samples.THIRD;
import static dev.lvs.agent.kernel.Samples.TUNNEL;
import static dev.lvs.agent.kernel.Samples.VIP;
import static dev.lvs.agent.kernel.Samples.VIP6;
import static dev.lvs.agent.kernel.Samples.WEB;
import static dev.lvs.agent.kernel.Samples.WEB6;
import static dev.lvs.agent.kernel.Samples.add;
import static dev.lvs.agent.kernel.Samples.scheduler;
import static dev.lvs.agent.kernel.Samples.weight;
import static java.util.Comparator.reverseOrder;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.fake.FakeKernel;
import dev.lvs.agent.kernel.Mortality.Killed;
import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Transport;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.object.Procfs;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;

/**
 * Convergence over any wanted states, one after the other, whatever goes wrong on the way: in the
 * end the kernel holds what is wanted last, and what is somebody else's as it was.
 */
class ConvergenceTest {
  /** Trouble at one call of the kernel. */
  enum Trouble {
    NONE,
    LOST_REPLY,
    CUT_REPLY,
    SILENCE,
    INTERRUPTED_DUMP,
    REFUSAL,
    KILL
  }

  /**
   * A state that is wanted.
   *
   * @param call the one at which a kill comes
   */
  record Step(KernelState wanted, Trouble trouble, int call) {}

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void getsToWhateverIsWanted(@ForAll("steps") @Size(min = 1, max = 4) List<Step> steps)
      throws IOException {
    Path directory = Files.createTempDirectory("convergence");
    try {
      FakeKernel fake = new FakeKernel();
      FakeProc proc = FakeProc.in(directory);
      TestNode node = TestNode.of(wire -> open(fake, proc, wire), directory);
      addForeign(node);
      for (Step step : steps) {
        node = stumble(node, fake, step);
      }

      KernelState wanted = steps.getLast().wanted();
      node.converge(wanted);
      node.converge(wanted);

      assertHolds(node, wanted);
      int commands = fake.commands();
      assertThat(node.converge(wanted)).isEmpty();
      assertThat(fake.commands()).isEqualTo(commands);
      node.close();
    } finally {
      delete(directory);
    }
  }

  /** One round in which something goes wrong. */
  private static TestNode stumble(TestNode node, FakeKernel fake, Step step) {
    TestNode stumbling = node;
    switch (step.trouble()) {
      case NONE -> {}
      case LOST_REPLY -> fake.loseNextReply();
      case CUT_REPLY -> fake.truncateNextReply();
      case SILENCE -> fake.keepSilentOnce();
      case INTERRUPTED_DUMP -> fake.interruptNextDumps(1);
      case REFUSAL -> fake.refuseNextCommand(Errno.ENOMEM);
      case KILL -> stumbling = node.restarted(new Mortality(step.call())::around);
    }
    try {
      stumbling.converge(step.wanted());
      // one that outlives the round is killed after it
      return step.trouble() == Trouble.KILL ? stumbling.restarted() : stumbling;
    } catch (Killed | TransportException e) {
      return stumbling.restarted();
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            states(), Arbitraries.of(Trouble.class), Arbitraries.integers().between(0, 40))
        .as(Step::new)
        .list();
  }

  private static Arbitrary<KernelState> states() {
    Arbitrary<Map<ServiceKey, VirtualServer>> services =
        Arbitraries.of(WEB, WEB6, MARKED)
            .flatMap(ConvergenceTest::servers)
            .list()
            .ofMaxSize(4)
            .map(
                list ->
                    list.stream()
                        .collect(
                            Collectors.toMap(VirtualServer::key, server -> server, (a, _) -> a)));
    return Combinators.combine(
            services,
            Arbitraries.of(TUNNEL).set().ofMaxSize(1),
            Arbitraries.of(VIP, VIP6, HIDDEN_VIP).set(),
            Arbitraries.maps(
                Arbitraries.of(ARP_IGNORE, ARP_ANNOUNCE), Arbitraries.of("0", "1", "2")))
        .as(KernelState::new);
  }

  private static Arbitrary<VirtualServer> servers(ServiceKey key) {
    boolean four = key.equals(WEB);
    Arbitrary<ServiceSettings> settings =
        four
            ? Arbitraries.of(ROUND_ROBIN, scheduler("wlc"), scheduler("mh"))
            : Arbitraries.just(ROUND_ROBIN6);
    Arbitrary<DestinationKey> keys =
        four ? Arbitraries.of(FIRST, SECOND, THIRD) : Arbitraries.of(FIRST6);
    Arbitrary<DestinationSettings> values = Arbitraries.of(ONE, weight(0), weight(7));
    return Combinators.combine(settings, Arbitraries.maps(keys, values))
        .as((value, destinations) -> new VirtualServer(key, value, destinations));
  }

  private static void addForeign(TestNode node) {
    try (TestNode other = node.somebodyElse()) {
      other.apply(add(FOREIGN), add(FOREIGN, FIRST), new AddVip(FOREIGN_VIP));
    }
  }

  private static void assertHolds(TestNode node, KernelState wanted) {
    KernelState state = node.observe(ARP_IGNORE, ARP_ANNOUNCE);
    assertThat(state.services())
        .hasSize(wanted.services().size() + 1)
        .containsAllEntriesOf(wanted.services())
        .containsEntry(FOREIGN, new VirtualServer(FOREIGN, ROUND_ROBIN, Map.of(FIRST, ONE)));
    wanted.services().values().stream()
        .filter(VirtualServer::isMaglev)
        .forEach(server -> assertThat(hashedIn(state, server)).isSortedAccordingTo(reverseOrder()));
    assertThat(state.vips())
        .hasSize(wanted.vips().size() + 1)
        .containsAll(wanted.vips())
        .contains(FOREIGN_VIP);
    assertThat(state.devices()).isEqualTo(wanted.devices());
    for (String path : Set.of(ARP_IGNORE, ARP_ANNOUNCE)) {
      assertThat(state.sysctls()).containsEntry(path, wanted.sysctls().getOrDefault(path, "0"));
    }
    assertThat(node.owned().services().keySet()).isEqualTo(wanted.services().keySet());
    assertThat(node.owned().vips()).isEqualTo(wanted.vips());
  }

  /** The destinations to which mh hashes clients, the newest first. */
  private static List<DestinationKey> hashedIn(KernelState state, VirtualServer server) {
    return requireNonNull(state.services().get(server.key())).destinations().entrySet().stream()
        .filter(one -> one.getValue().weight() > 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Kernel open(FakeKernel fake, FakeProc proc, UnaryOperator<Transport> wire) {
    return new Kernel(
        new Exchange(wire.apply(fake.generic())),
        new Exchange(wire.apply(fake.route())),
        () -> new Exchange(wire.apply(fake.route())),
        () -> new Exchange(wire.apply(fake.netfilter())),
        new Procfs(proc.root()),
        (_, _) -> {});
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
