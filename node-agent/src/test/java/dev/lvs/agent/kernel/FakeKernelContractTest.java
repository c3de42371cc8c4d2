package dev.lvs.agent.kernel;

import static dev.lvs.agent.kernel.Samples.FIRST;
import static dev.lvs.agent.kernel.Samples.HIDDEN_VIP;
import static dev.lvs.agent.kernel.Samples.TUNNEL;
import static dev.lvs.agent.kernel.Samples.VIP;
import static dev.lvs.agent.kernel.Samples.VIP6;
import static dev.lvs.agent.kernel.Samples.WEB;
import static dev.lvs.agent.kernel.Samples.add;
import static dev.lvs.agent.kernel.Samples.weight;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.fake.FakeKernel;
import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.conntrack.FlowChange.ForgetFlows;
import dev.lvs.agent.kernel.device.DeviceChange.AddDevice;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.kernel.neighbour.NeighbourChange.AnnounceVip;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StartDaemon;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StopDaemon;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.model.KernelFeature;
import dev.lvs.agent.model.Missing;
import dev.lvs.agent.model.Purposes;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.device.GuePort;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.model.device.TunnelKind;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Transport;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Procfs;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the fake kernel, and what a healthy kernel cannot be made to do. */
class FakeKernelContractTest
    implements KernelContract,
        OrderContract,
        TunnelContract,
        TableContract,
        FlowContract,
        WatchContract,
        CrashContract {
  private static final int ETH0 = 2;

  private final FakeKernel fake = new FakeKernel();
  private final List<Integer> announcedOn = new ArrayList<>();
  private boolean isMute;
  private @Nullable TestNode node;
  private @Nullable FakeProc proc;

  @BeforeEach
  void openKernel(@TempDir Path directory) {
    FakeProc files = FakeProc.in(directory);
    proc = files;
    node = TestNode.of(wire -> open(wire, files), directory);
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
    return fake.netfilter();
  }

  @Override
  public void use(TestNode next) {
    node = next;
  }

  @Test
  void changesAWeightWithTwoSystemCalls() {
    node().apply(add(WEB), add(WEB, FIRST));
    int before = fake.calls();

    node().apply(new EditDestination(WEB, FIRST, weight(5)));

    assertThat(fake.calls() - before).isEqualTo(2);
  }

  @Test
  void looksAtALargeTableForAFractionOfReadingIt() {
    node().apply(WatchContract.table());
    int before = fake.calls();
    node().observe();
    int whole = fake.calls() - before;

    node().observe();

    assertThat(fake.calls() - before - whole).isLessThan(whole / 2);
  }

  @Test
  void doesNotKnowAnOutcomeWhoseAnswerWasLost() {
    node().apply(add(WEB));
    fake.loseNextReply();

    List<Outcome> outcomes = node().apply(add(WEB, FIRST));

    assertThat(outcomes.getFirst())
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            unknown ->
                assertThat(unknown.message())
                    .startsWith("whether it was possible to add destination 198.51.100.21:80"));
    assertThat(node().owned().services().get(WEB)).containsExactly(FIRST);
  }

  @Test
  void doesNotFillAVirtualServerWhoseAnswerWasLost() {
    node().kernel().facts(Set.of());
    fake.loseNextReply();

    List<Outcome> outcomes = node().apply(add(WEB), add(WEB, FIRST));

    assertThat(outcomes).map(ErrnoRows::summary).containsExactly("unknown", "refused PREREQUISITE");
    assertThat(node().owned().services()).containsOnlyKeys(WEB);
  }

  @Test
  @Row("vip-needs-service")
  void holdsNoVipForAServiceThatItCouldNotTakeOver() {
    try (TestNode other = node().somebodyElse()) {
      other.apply(add(WEB));
    }
    node().kernel().facts(Set.of());
    fake.refuseNextCommand(Errno.ENOMEM);

    List<Outcome> outcomes =
        node()
            .kernel()
            .apply(
                List.of(new EditService(WEB, Samples.scheduler("wlc")), new AddVip(VIP)),
                node().ledger(),
                new Purposes(Map.of(VIP, Set.of(new Purposes.Purpose(WEB, Set.of())))),
                List.of());

    assertThat(outcomes)
        .map(ErrnoRows::summary)
        .containsExactly("refused ENOMEM", "refused VipWithheld");
  }

  @Test
  void setsNoSysctlForADaemonThatGoesOn() {
    SyncDaemon daemon =
        new SyncDaemon(
            SyncDaemon.State.BACKUP,
            "eth0",
            5,
            Optional.of(IpAddress.parse("224.0.0.81")),
            8848,
            1,
            1472);
    node().apply(new StartDaemon(daemon));
    fake.refuseNextCommand(Errno.ENOMEM);

    List<Outcome> outcomes =
        node().apply(new StopDaemon(daemon), new SetSysctl("net/ipv4/vs/sync_ports", "2", "1"));

    // it is to be found as it was, so that the next round stops the daemon too
    assertThat(outcomes)
        .map(ErrnoRows::summary)
        .containsExactly("refused ENOMEM", "refused PREREQUISITE");
  }

  @Test
  @Row("prerequisites-told")
  void saysWhatToDoWhereTheKernelHasNoIpvs() {
    fake.withoutIpvs();

    assertThat(node().kernel().missing()).containsExactly(Missing.IP_VS);
    assertThat(node().kernel().facts(Set.of()).ipvsVersion()).isEmpty();
    assertThat(node().observe().services()).isEmpty();
    List<Outcome> outcomes = node().apply(add(WEB), new DeleteService(WEB), new AddVip(VIP));
    assertThat(outcomes)
        .map(ErrnoRows::summary)
        .containsExactly("refused ip_vs", "already so", "applied");
    assertThat(outcomes.getFirst())
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.message()).contains("modprobe ip_vs"));
  }

  @Test
  @Row({"tunnel-mss-clamped", "prerequisites-told"})
  void tellsThatThereIsNoNfTables() {
    fake.withoutNft();

    assertThat(node().kernel().facts(Set.of(KernelFeature.PACKET_RULES)).lacking())
        .containsExactly(KernelFeature.PACKET_RULES);
    assertThat(node().kernel().facts(Set.of()).lacking()).isEmpty();
  }

  @Test
  @Row("prerequisites-told")
  void saysWhichModuleOfTunnelsIsMissing() {
    fake.withoutFou().withoutDevices("sit").withoutDevices("gre");
    IpAddress local = TUNNEL.local();

    List<Outcome> outcomes =
        node()
            .apply(
                new AddDevice(new GuePort(AddressFamily.IPV4, 6080)),
                new AddDevice(new TunnelDevice("lvss-1", TunnelKind.SIT, local)),
                new AddDevice(new TunnelDevice("lvsg-1", TunnelKind.GRE, local)),
                new AddDevice(TUNNEL));

    assertThat(outcomes.subList(0, 3))
        .extracting(outcome -> ((Outcome.Refused) outcome).message())
        .satisfiesExactly(
            fou -> assertThat(fou).contains("load the module fou"),
            sit -> assertThat(sit).contains("load the module sit"),
            gre -> assertThat(gre).contains("load the module ip_gre"));
    assertThat(outcomes.getLast()).isInstanceOf(Outcome.Applied.class);
    assertThat(node().observe().devices()).containsExactly(TUNNEL);
  }

  @Test
  @Row("prerequisites-told")
  void saysWhichCapabilityIsMissing() {
    requireNonNull(proc).write("thread-self/status", "CapEff:\t0000000000000000");

    assertThat(node().kernel().missing())
        .containsExactly(Missing.CAP_NET_ADMIN, Missing.CAP_NET_RAW);
  }

  @Test
  void saysWhatToDoWhereItIsNotPermitted() {
    fake.refuseNextCommand(Errno.EPERM);

    List<Outcome> outcomes = node().apply(add(WEB));

    assertThat(outcomes.getFirst())
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.message()).contains("CAP_NET_ADMIN"));
  }

  @Test
  void announcesAVipWhereNeighboursListen() {
    node()
        .apply(
            new AddVip(VIP),
            new AnnounceVip(VIP),
            new AddVip(VIP6),
            new AnnounceVip(VIP6),
            new AddVip(HIDDEN_VIP),
            new AnnounceVip(HIDDEN_VIP));

    // ARP by a request and a reply, a neighbour advertisement
    assertThat(announcedOn).containsExactly(ETH0, ETH0, ETH0);
  }

  @Test
  void announcesAgainAfterAStart() {
    node().apply(new AddVip(VIP), new AddVip(HIDDEN_VIP));
    use(node().restarted());
    announcedOn.clear();

    node().kernel().announce(node().owned().vips());

    assertThat(announcedOn).containsExactly(ETH0, ETH0);
  }

  @Test
  void holdsAVipAlsoWhereItCannotAnnounceIt() {
    isMute = true;

    List<Outcome> outcomes = node().apply(new AddVip(VIP), new AnnounceVip(VIP));

    assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Applied.class);
    assertThat(outcomes.getLast())
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.message())
                    .startsWith("cannot announce 192.0.2.10 on eth0: ")
                    .contains("CAP_NET_RAW"));
    assertThat(node().kernel().announce(node().owned().vips()))
        .as("the next round")
        .singleElement()
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void announcesNoVipThatCouldNotBeAdded() {
    fake.refuseNextCommand(Errno.ENOMEM);

    assertThat(node().apply(new AddVip(VIP), new AnnounceVip(VIP)))
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Refused.class));
    assertThat(announcedOn).isEmpty();
  }

  private Kernel open(UnaryOperator<Transport> wire, FakeProc files) {
    return new Kernel(
        new Exchange(wire.apply(fake.generic())),
        new Exchange(wire.apply(fake.route())),
        () -> new Exchange(wire.apply(fake.route())),
        () -> new Exchange(wire.apply(fake.netfilter())),
        new Procfs(files.root()),
        this::announce);
  }

  @Test
  void saysThatFlowsCannotBeForgotten() {
    ForgetFlows forget =
        new ForgetFlows(
            new AddressKey(Protocol.UDP, ASKED, 53),
            new VipPorts(ASKED, Protocol.UDP, 53, 53),
            SERVER);
    track(Protocol.UDP, "203.0.113.7", "192.0.2.10", SERVER.address(), "198.51.100.1");
    fake.refuseNextCommand(Errno.EBUSY);

    assertThat(node().apply(forget))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.message())
                    .startsWith("cannot delete the connections of conntrack from UDP 192.0.2.10:53")
                    .contains("delete them by hand (conntrack -D)"));
  }

  @Test
  void forgetsNoFlowsToAServerThatStays() {
    AddressKey dns = new AddressKey(Protocol.UDP, ASKED, 53);
    DeleteDestination deletion = new DeleteDestination(dns, SERVER);
    ForgetFlows forget = new ForgetFlows(dns, new VipPorts(ASKED, Protocol.UDP, 53, 53), SERVER);
    fake.refuseNextCommand(Errno.ENOMEM);

    assertThat(node().apply(deletion, forget))
        .last()
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.cause()).isEqualTo(Outcome.Refused.PREREQUISITE));
  }

  private void announce(int interfaceIndex, byte[] frame) {
    if (isMute) {
      throw new TransportException("open a packet socket", Errno.EPERM);
    }
    announcedOn.add(interfaceIndex);
  }
}
