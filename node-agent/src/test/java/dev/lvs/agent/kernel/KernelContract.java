package dev.lvs.agent.kernel;

import static dev.lvs.agent.kernel.Samples.ARP_ANNOUNCE;
import static dev.lvs.agent.kernel.Samples.ARP_IGNORE;
import static dev.lvs.agent.kernel.Samples.BACKUP;
import static dev.lvs.agent.kernel.Samples.FIRST;
import static dev.lvs.agent.kernel.Samples.FIRST6;
import static dev.lvs.agent.kernel.Samples.HIDDEN_VIP;
import static dev.lvs.agent.kernel.Samples.MARKED;
import static dev.lvs.agent.kernel.Samples.MASTER;
import static dev.lvs.agent.kernel.Samples.ONE;
import static dev.lvs.agent.kernel.Samples.ROUND_ROBIN;
import static dev.lvs.agent.kernel.Samples.SECOND;
import static dev.lvs.agent.kernel.Samples.VIP;
import static dev.lvs.agent.kernel.Samples.VIP6;
import static dev.lvs.agent.kernel.Samples.WEB;
import static dev.lvs.agent.kernel.Samples.WEB6;
import static dev.lvs.agent.kernel.Samples.add;
import static dev.lvs.agent.kernel.Samples.scheduler;
import static dev.lvs.agent.kernel.Samples.weight;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.ErrnoRows.Row;
import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.address.VipChange.DeleteVip;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StartDaemon;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StopDaemon;
import dev.lvs.agent.kernel.sysctl.SysctlChange.RestoreSysctl;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.kernel.timeout.TimeoutChange.RestoreTimeout;
import dev.lvs.agent.kernel.timeout.TimeoutChange.SetTimeout;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.ipvs.DestinationCounters;
import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Contract of every kernel, fake and real, so that the fake cannot lie.
 *
 * <p>The node has interfaces {@code lo} and {@code eth0}, both up and without addresses, and IPVS
 * without entries.
 */
interface KernelContract {
  /** Timeouts that every network namespace begins with. */
  Map<Timeout, Integer> TIMEOUTS = Map.of(Timeout.TCP, 900, Timeout.TCP_FIN, 120, Timeout.UDP, 300);

  /** The node of this test. */
  TestNode node();

  /** The node of this test from now on. */
  void use(TestNode node);

  @Test
  default void startsEmpty() {
    KernelState state = node().observe();

    assertThat(state).isEqualTo(KernelState.EMPTY.with(TIMEOUTS, Map.of()));
  }

  @Test
  default void countsTheConnectionsOfTheDestinationsAskedFor() {
    node().apply(add(WEB), add(WEB, FIRST), add(WEB, SECOND));

    assertThat(node().kernel().counters(Map.of(WEB, Set.of(FIRST), WEB6, Set.of(FIRST6))))
        .isEqualTo(
            Map.of(
                WEB, Map.of(FIRST, DestinationCounters.NONE),
                WEB6, Map.of(FIRST6, DestinationCounters.NONE)));
  }

  @Test
  default void readsBackWhatItAdded() {
    ServiceSettings persistent =
        new ServiceSettings(
            "wrr", Set.of(ServiceFlag.PERSISTENT, ServiceFlag.SCHED_1), 360, 0xffffff00, "");

    List<Outcome> outcomes =
        node()
            .apply(
                new AddService(WEB, persistent),
                add(WEB, FIRST),
                new AddDestination(WEB, SECOND, weight(0)),
                add(MARKED),
                add(MARKED, FIRST6),
                new AddVip(VIP),
                new AddVip(VIP6));

    assertThat(outcomes).allMatch(Outcome.Applied.class::isInstance);
    KernelState state = node().observe();
    assertThat(state.services())
        .isEqualTo(
            Map.of(
                WEB,
                new VirtualServer(WEB, persistent, Map.of(FIRST, ONE, SECOND, weight(0))),
                MARKED,
                new VirtualServer(MARKED, Samples.ROUND_ROBIN6, Map.of(FIRST6, ONE))));
    assertThat(state.vips()).containsExactly(VIP, VIP6);
  }

  @Test
  default void takesOverWhatItEdits() {
    try (TestNode other = node().somebodyElse()) {
      other.apply(add(WEB), add(WEB, FIRST));

      node().apply(new EditService(WEB, ROUND_ROBIN), new EditDestination(WEB, FIRST, weight(2)));

      assertThat(node().owned().services()).isEqualTo(Map.of(WEB, Set.of(FIRST)));
    }
  }

  @Test
  default void editsInPlace() {
    node().apply(add(WEB), add(WEB, FIRST));

    List<Outcome> outcomes =
        node()
            .apply(
                new EditService(WEB, scheduler("wlc")), new EditDestination(WEB, FIRST, weight(7)));

    assertThat(outcomes).allMatch(Outcome.Applied.class::isInstance);
    assertThat(node().observe().services())
        .containsEntry(WEB, new VirtualServer(WEB, scheduler("wlc"), Map.of(FIRST, weight(7))));
  }

  @Test
  default void takesAwayWhatItAdded() {
    node().apply(add(WEB), add(WEB, FIRST), add(WEB, SECOND), add(WEB6), new AddVip(VIP));

    List<Outcome> outcomes =
        node()
            .apply(new DeleteVip(VIP), new DeleteDestination(WEB, FIRST), new DeleteService(WEB6));

    assertThat(outcomes).allMatch(Outcome.Applied.class::isInstance);
    KernelState state = node().observe();
    assertThat(state.vips()).isEmpty();
    assertThat(state.services())
        .isEqualTo(Map.of(WEB, new VirtualServer(WEB, ROUND_ROBIN, Map.of(SECOND, ONE))));
    assertThat(node().owned().services()).isEqualTo(Map.of(WEB, Set.of(SECOND)));
  }

  @ParameterizedTest
  @MethodSource("dev.lvs.agent.kernel.ErrnoRows#all")
  default void givesEachErrnoItsMeaning(Row row) {
    assertThat(node().apply(row.before())).allMatch(Outcome.Applied.class::isInstance);
    try (TestNode other = node().somebodyElse()) {
      assertThat(other.applyBlindly(row.meanwhile())).allMatch(Outcome.Applied.class::isInstance);
    }

    List<Outcome> outcomes = node().apply(row.change());

    assertThat(ErrnoRows.summary(outcomes.getFirst())).isEqualTo(row.outcome());
  }

  @Test
  default void goesOnBehindARefusal() {
    List<Outcome> outcomes =
        node()
            .apply(
                new AddService(WEB, scheduler("nosuch")),
                add(WEB, FIRST),
                add(WEB6),
                add(WEB6, FIRST6));

    assertThat(outcomes.get(0))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.message())
                    .isEqualTo(
                        "cannot add virtual server TCP 192.0.2.10:80: the kernel answers ENOENT: it"
                            + " has no scheduler nosuch; load the module ip_vs_nosuch (modprobe),"
                            + " or choose another"));
    assertThat(outcomes.get(1))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.message())
                    .startsWith("cannot add destination 198.51.100.21:80 to TCP 192.0.2.10:80: not")
                    .contains("no scheduler nosuch"));
    assertThat(outcomes.subList(2, 4)).allMatch(Outcome.Applied.class::isInstance);
    assertThat(node().observe().services()).containsOnlyKeys(WEB6);
    assertThat(node().owned().services()).containsOnlyKeys(WEB6);
  }

  @Test
  default void putsNothingIntoWhatSomebodyElseAddedInTheMeantime() {
    try (TestNode other = node().somebodyElse()) {
      other.apply(new AddService(WEB, scheduler("wlc")));

      List<Outcome> outcomes = node().apply(add(WEB), add(WEB, FIRST));

      assertThat(outcomes.get(0)).isInstanceOf(Outcome.AlreadySo.class);
      assertThat(outcomes.get(1))
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.message()).contains("somebody else added"));
      assertThat(node().observe().services())
          .containsEntry(WEB, new VirtualServer(WEB, scheduler("wlc"), Map.of()));
      assertThat(node().owned().services()).isEmpty();
    }
  }

  @Test
  default void doesNotOwnTheAddressThatSomebodyElseAdded() {
    try (TestNode other = node().somebodyElse()) {
      other.apply(new AddVip(VIP));

      List<Outcome> outcomes = node().apply(new AddVip(VIP));

      assertThat(outcomes.getFirst()).isInstanceOf(Outcome.AlreadySo.class);
      assertThat(node().owned().vips()).isEmpty();
    }
  }

  @Test
  default void carriesMoreChangesThanABatchHolds() {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      var key = new AddressKey(Protocol.UDP, VIP.address(), 1000 + i);
      changes.add(add(key));
      for (int j = 1; j <= 30; j++) {
        changes.add(add(key, new DestinationKey(IpAddress.ipv4(0xc6336400 | j), 1000 + i)));
      }
    }

    List<Outcome> outcomes = node().apply(changes);

    assertThat(outcomes).hasSize(620).allMatch(Outcome.Applied.class::isInstance);
    assertThat(node().observe().services().values())
        .hasSize(20)
        .allMatch(server -> server.destinations().size() == 30);
  }

  @Test
  default void setsASysctlAndPutsItBack() {
    node().apply(new SetSysctl(ARP_IGNORE, "1", "0"), new SetSysctl(ARP_ANNOUNCE, "2", "0"));

    assertThat(node().observe(ARP_IGNORE, ARP_ANNOUNCE).sysctls())
        .isEqualTo(Map.of(ARP_IGNORE, "1", ARP_ANNOUNCE, "2"));
    assertThat(node().owned().sysctls()).isEqualTo(Map.of(ARP_IGNORE, "0", ARP_ANNOUNCE, "0"));

    node().apply(new RestoreSysctl(ARP_IGNORE, "0"), new RestoreSysctl(ARP_ANNOUNCE, "0"));

    assertThat(node().observe(ARP_IGNORE).sysctls()).isEqualTo(Map.of(ARP_IGNORE, "0"));
    assertThat(node().owned().sysctls()).isEmpty();
  }

  @Test
  default void setsTimeoutsAndPutsThemBack() {
    node().apply(new SetTimeout(Timeout.TCP, 600, 900), new SetTimeout(Timeout.UDP, 30, 300));

    assertThat(node().observe().timeouts())
        .isEqualTo(Map.of(Timeout.TCP, 600, Timeout.TCP_FIN, 120, Timeout.UDP, 30));
    assertThat(node().owned().timeouts()).isEqualTo(Map.of(Timeout.TCP, 900, Timeout.UDP, 300));

    node().apply(new RestoreTimeout(Timeout.TCP, 900));

    assertThat(node().observe().timeouts())
        .isEqualTo(Map.of(Timeout.TCP, 900, Timeout.TCP_FIN, 120, Timeout.UDP, 30));
    assertThat(node().owned().timeouts()).isEqualTo(Map.of(Timeout.UDP, 300));
  }

  @Test
  default void runsBothSyncDaemonsAndEndsThem() {
    List<Outcome> outcomes = node().apply(new StartDaemon(MASTER), new StartDaemon(BACKUP));

    assertThat(outcomes).allMatch(Outcome.Applied.class::isInstance);
    assertThat(node().observe().daemons().values()).containsExactly(MASTER, BACKUP);
    assertThat(node().owned().daemons()).containsExactlyInAnyOrder(MASTER, BACKUP);

    node().apply(new StopDaemon(BACKUP));

    assertThat(node().observe().daemons().values()).containsExactly(MASTER);
    assertThat(node().owned().daemons()).containsExactly(MASTER);
  }

  @Test
  default void ownsTheDaemonThatItStartedAnew() {
    node().apply(new StartDaemon(MASTER));

    node().apply(new StopDaemon(MASTER), new StartDaemon(MASTER));

    assertThat(node().owned().daemons()).containsExactly(MASTER);
  }

  @Test
  default void synchronisesOverIpv6() {
    SyncDaemon daemon =
        new SyncDaemon(
            SyncDaemon.State.BACKUP,
            "eth0",
            255,
            Optional.of(IpAddress.parse("ff02::81")),
            9000,
            4,
            1200);

    List<Outcome> outcomes = node().apply(new StartDaemon(daemon));

    assertThat(outcomes).allMatch(Outcome.Applied.class::isInstance);
    assertThat(node().observe().daemons().values()).containsExactly(daemon);
  }

  @Test
  default void holdsNoVipWhereArpWouldGiveItAway() {
    List<Outcome> outcomes =
        node()
            .apply(
                new SetSysctl("net/ipv4/conf/gone0/arp_ignore", "1", "0"),
                new AddVip(HIDDEN_VIP),
                new AddVip(VIP6));

    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Refused.class);
    assertThat(outcomes.get(1))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.message()).contains("gone0/arp_ignore"));
    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Applied.class);
    assertThat(node().observe().vips()).containsExactly(VIP6);
  }

  @Test
  default void tellsWhatTheNodeIs() {
    node().apply(new AddVip(VIP), new SetSysctl(ARP_IGNORE, "1", "0"));

    NodeFacts facts = node().kernel().facts(Set.of());

    assertThat(facts.ipvsVersion()).hasValue("1.2.1");
    assertThat(facts.kernelRelease()).matches("[0-9]+\\..*");
    assertThat(facts.interfaces())
        .filteredOn(each -> each.name().equals("eth0"))
        .singleElement()
        .satisfies(
            eth0 -> {
              assertThat(eth0.speaksArp()).isTrue();
              assertThat(eth0.addresses()).contains(new NodeFacts.Address(VIP.address(), 32, true));
              assertThat(eth0.index()).isPositive();
              assertThat(eth0.conf().arpIgnore()).isEqualTo(1);
              assertThat(eth0.conf().arpAnnounce()).isZero();
              assertThat(eth0.conf().acceptRa()).isEqualTo(1);
              assertThat(eth0.advertised()).isFalse();
            });
    assertThat(facts.interfaces())
        .filteredOn(each -> each.name().equals("lo"))
        .singleElement()
        .matches(lo -> !lo.speaksArp());
    assertThat(facts.routing().defaultDevices()).doesNotContainKey(AddressFamily.IPV4);
    assertThat(node().kernel().missing()).isEmpty();
  }

  @Test
  default void ownsAfterARestartWhatItOwnedBefore() {
    node().apply(add(WEB), add(WEB, FIRST), new AddVip(VIP), new SetSysctl(ARP_IGNORE, "1", "0"));
    var before = node().owned();

    use(node().restarted());

    assertThat(node().owned()).isEqualTo(before);
  }
}
