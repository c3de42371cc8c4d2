package dev.lvs.agent.kernel;

import static dev.lvs.agent.kernel.Samples.ARP_IGNORE;
import static dev.lvs.agent.kernel.Samples.FIRST;
import static dev.lvs.agent.kernel.Samples.ONE;
import static dev.lvs.agent.kernel.Samples.TUNNEL;
import static dev.lvs.agent.kernel.Samples.VIP6;
import static dev.lvs.agent.kernel.Samples.WEB;
import static dev.lvs.agent.kernel.Samples.add;
import static dev.lvs.agent.kernel.Samples.scheduler;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.device.DeviceChange.AddDevice;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.kernel.neighbour.PacketFrames;
import dev.lvs.agent.kernel.nft.PacketTable;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.model.KernelFeature;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netfilter;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.netlink.Transport;
import dev.lvs.agent.node.Features;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Procfs;
import dev.lvs.agent.syscall.NetlinkSocket;
import dev.lvs.agent.syscall.NetworkNamespace;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract on a real kernel, each test in a network namespace of its own. */
@Tag("kernel")
@ExtendWith(InFreshNamespace.class)
class RealKernelIT
    implements KernelContract,
        OrderContract,
        TunnelContract,
        TableContract,
        FlowContract,
        WatchContract,
        CrashContract {
  @TempDir private Path directory;
  private @Nullable TestNode node;

  @BeforeEach
  void openKernel() throws Exception {
    ip(
        "link set lo up",
        "link add eth0 type veth peer name peer0",
        "link set eth0 up",
        "link set peer0 up");
    node = TestNode.of(RealKernelIT::open, directory);
  }

  @AfterEach
  void closeKernel() {
    node().close();
  }

  @Override
  public TestNode node() {
    return requireNonNull(node);
  }

  @Override
  public Transport netfilter() {
    return new NetlinkSocket(Netlink.NETLINK_NETFILTER);
  }

  @Override
  public void use(TestNode next) {
    node = next;
  }

  @Test
  void refusesAValueThatTheKernelDoesNotTake() {
    List<Outcome> outcomes = node().apply(new SetSysctl(ARP_IGNORE, "many", "0"));

    assertThat(ErrnoRows.summary(outcomes.getFirst())).isEqualTo("refused EINVAL");
    assertThat(node().owned().sysctls()).isEmpty();
  }

  @Test
  @Row("prerequisites-told")
  void explainsThatLoopbackWasNeverUp() throws Exception {
    try (NetworkNamespace dark = NetworkNamespace.fresh()) {
      Outcome outcome = dark.call(this::addDestinationInTheDark);

      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.message()).contains("ip link set lo up"));
    }
  }

  @Test
  void knowsANodeOnWhichNothingIsUp() throws Exception {
    try (NetworkNamespace dark = NetworkNamespace.fresh()) {
      NodeFacts facts =
          dark.call(
              () -> {
                try (Kernel kernel = Kernel.open()) {
                  return kernel.facts(Set.of());
                }
              });

      assertThat(facts.routing()).isEqualTo(NodeFacts.Routing.NONE);
      assertThat(facts.interfaces()).extracting(NodeFacts.Interface::name).contains("lo");
    }
  }

  @Test
  void findsTheInterfaceOfTheDefaultRoute() throws Exception {
    ip(
        "address add 192.0.2.1/24 dev eth0",
        "address add 2001:db8::1/64 dev eth0 nodad",
        "route add default via 192.0.2.254",
        "route add default via 2001:db8::254");

    assertThat(node().kernel().facts(Set.of()).routing().defaultDevices())
        .isEqualTo(Map.of(AddressFamily.IPV4, "eth0", AddressFamily.IPV6, "eth0"));
  }

  @Test
  @Row("vip-is-gateway")
  void findsTheGatewaysOfEveryRouteOfEveryTable() throws Exception {
    ip(
        "address add 192.0.2.1/24 dev eth0",
        "address add 2001:db8::1/64 dev eth0 nodad",
        "route add default via 192.0.2.254",
        "route add default via 192.0.2.253 table 100",
        "route add unreachable 198.51.100.0/24 metric 7",
        "route add 203.0.113.0/25 via inet6 2001:db8::253 dev eth0",
        "nexthop add id 7 via 192.0.2.250 dev eth0",
        "route add 203.0.113.128/25 nhid 7",
        "route add 2001:db8:1::/64 via 2001:db8::254 table 100",
        "route add 2001:db8:2::/64 nexthop via 2001:db8::252 nexthop via 2001:db8::251");

    assertThat(node().kernel().facts(Set.of()).routing().nextHops())
        .extracting(IpAddress::toString)
        .containsExactlyInAnyOrder(
            "192.0.2.254",
            "192.0.2.253",
            "192.0.2.250",
            "2001:db8::254",
            "2001:db8::253",
            "2001:db8::252",
            "2001:db8::251");
  }

  @Test
  @Row("site-local-vip")
  void seesAnAddressOfEveryScopeButLinkAndHost() {
    Vip site = new Vip(IpAddress.parse("fec0::10"), "eth0");
    Vip local = new Vip(IpAddress.parse("fe80::10"), "eth0");
    Vip compatible = new Vip(IpAddress.parse("::192.0.2.10"), "eth0");

    node().apply(new AddVip(site), new AddVip(local), new AddVip(compatible));

    assertThat(node().observe().vips()).contains(site, compatible).doesNotContain(local);
    assertThat(node().owned().vips()).containsExactlyInAnyOrder(site, compatible);
    assertThat(node().apply(new AddVip(local)))
        .singleElement()
        .asInstanceOf(type(Outcome.Refused.class))
        .extracting(Outcome.Refused::message)
        .asString()
        .contains("EEXIST", "no host address fe80::10 on eth0", "ip addr show dev eth0");
  }

  @Test
  void leavesAnIpv6AddressThatIsPartOfANetwork() throws Exception {
    ip("address add 2001:db8::10/64 dev eth0 nodad");
    KernelState desired = new KernelState(Map.of(), Set.of(), Set.of(VIP6), Map.of());

    assertThat(node().diff(desired).changes()).isEmpty();
    assertThat(node().apply(new AddVip(VIP6)).getFirst()).isInstanceOf(Outcome.AlreadySo.class);
  }

  private Outcome addDestinationInTheDark() {
    try (TestNode inTheDark = TestNode.of(RealKernelIT::open, directory.resolve("dark"))) {
      return inTheDark.apply(add(WEB), add(WEB, FIRST)).getLast();
    }
  }

  @Test
  void explainsThatTheTableOfMhIsFull() {
    node().apply(add(WEB));
    List<Change> tooMany = new ArrayList<>();
    for (int i = 1; i <= 4094; i++) {
      tooMany.add(add(WEB, new DestinationKey(IpAddress.ipv4(0xc6120000 + i), 80)));
    }
    assertThat(node().apply(tooMany)).allMatch(Outcome.Applied.class::isInstance);

    List<Outcome> outcomes = node().apply(new EditService(WEB, scheduler("mh")));

    assertThat(outcomes.getFirst())
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.message()).contains("EINVAL").contains("4093"));
  }

  /** Each of them costs two builds of the table; the time is printed for docs/failover.md. */
  @ParameterizedTest
  @ValueSource(ints = {200, 1000})
  void movesManyDestinationsOfMaglev(int many) {
    Map<DestinationKey, DestinationSettings> destinations = new LinkedHashMap<>();
    for (int i = 1; i <= many; i++) {
      destinations.put(new DestinationKey(IpAddress.ipv4(0xc6120000 + i), 80), ONE);
    }
    KernelState desired =
        KernelState.ofServices(Map.of(WEB, new VirtualServer(WEB, scheduler("mh"), destinations)));
    DestinationKey first = destinations.keySet().iterator().next();
    node().converge(desired);
    node().apply(new DeleteDestination(WEB, first), add(WEB, first));
    List<Change> changes = node().diff(desired).changes();
    assertThat(changes).hasSize(2 * (many - 1));

    long begun = System.nanoTime();
    List<Outcome> outcomes = node().apply(changes);
    System.out.println(
        "maglev: %d of %d destinations moved in %d ms"
            .formatted(many - 1, many, (System.nanoTime() - begun) / 1_000_000));

    assertThat(outcomes).allMatch(Outcome.Applied.class::isInstance);
    assertThat(node().diff(desired).changes()).isEmpty();
    assertThat(node().owned().services().get(WEB)).hasSize(many);
  }

  @Test
  void bringsATunnelOfOursUpAgain() throws Exception {
    String rpFilter = "net/ipv4/conf/" + TUNNEL.name() + "/rp_filter";
    KernelState desired =
        new KernelState(Map.of(), Set.of(TUNNEL), Set.of(), Map.of(rpFilter, "2"));
    node().converge(desired);
    assertThat(node().diff(desired).changes()).isEmpty();
    ip("link set " + TUNNEL.name() + " down");
    assertThat(node().diff(desired).changes()).containsExactly(new AddDevice(TUNNEL));

    node().converge(desired);

    assertThat(node().observe().devices()).containsExactly(TUNNEL);
    assertThat(node().owned().devices()).containsExactly(TUNNEL);
    node().converge(KernelState.EMPTY);
    assertThat(node().owned()).isEqualTo(Ownership.NONE);
  }

  @Test
  @Row("prerequisites-told")
  void findsSctpAmongTheFunctionsOfIpvs() throws Exception {
    assertThat(node().kernel().facts(Set.of(KernelFeature.SCTP)).lacking()).isEmpty();

    try (Stream<String> names = Files.lines(Path.of("/proc/kallsyms"));
        Netfilter unused =
            new Netfilter(() -> new Exchange(new NetlinkSocket(Netlink.NETLINK_NETFILTER)))) {
      List<String> withoutSctp = names.filter(name -> !name.contains(" sctp_")).toList();
      Files.write(directory.resolve("kallsyms"), withoutSctp);
      Features elsewhere = new Features(directory, new PacketTable(unused), InstantSource.system());
      assertThat(elsewhere.lacking(Set.of(KernelFeature.SCTP)))
          .as("what is left of a kernel that is built without it")
          .containsExactly(KernelFeature.SCTP);
    }
  }

  @Test
  void readsEveryNumberOfASysctl() {
    assertThat(node().observe("net/ipv4/vs/sync_threshold", "net/ipv4/vs/am_droprate").sysctls())
        .isEqualTo(Map.of("net/ipv4/vs/sync_threshold", "3 50", "net/ipv4/vs/am_droprate", "10"));
  }

  private static Kernel open(UnaryOperator<Transport> wire) {
    return new Kernel(
        new Exchange(wire.apply(new NetlinkSocket(Netlink.NETLINK_GENERIC))),
        new Exchange(wire.apply(new NetlinkSocket(Netlink.NETLINK_ROUTE))),
        () -> new Exchange(wire.apply(new NetlinkSocket(Netlink.NETLINK_ROUTE))),
        () -> new Exchange(wire.apply(new NetlinkSocket(Netlink.NETLINK_NETFILTER))),
        Procfs.OF_THIS_PROCESS,
        new PacketFrames());
  }

  /** Runs lines of ip(8) in the namespace of this thread. */
  private void ip(String... lines) throws Exception {
    Path batch = Files.write(directory.resolve("batch"), List.of(lines));
    Process process =
        new ProcessBuilder("ip", "-batch", batch.toString()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
