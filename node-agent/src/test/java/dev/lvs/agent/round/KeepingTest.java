package dev.lvs.agent.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Objects that are kept while it is not known whether a plan tells of all that is wanted. */
class KeepingTest {
  private static final ServiceSettings SETTINGS = new ServiceSettings("rr", Set.of(), 0, ~0, "");
  private static final IpAddress TOLD = IpAddress.parse(SamplePlans.VIP);
  private static final IpAddress UNTOLD = IpAddress.parse("192.0.2.11");
  private static final IpAddress FOREIGN = IpAddress.parse("192.0.2.12");
  private static final NodePlanSpec PLAN = SamplePlans.director();
  private static final Set<ServiceKey> SERVICES =
      Set.of(web(TOLD), web(UNTOLD), new MarkKey(AddressFamily.IPV4, 17));
  private static final Ownership OURS =
      new Ownership(
          Ownership.ofAll(servers(SERVICES)).services(),
          Set.of(),
          Set.of(on("eth0", TOLD), on("eth0", UNTOLD)),
          Map.of());
  private static final KernelState OBSERVED =
      new KernelState(
          servers(SERVICES),
          Set.of(),
          Set.of(on("eth0", TOLD), on("eth0", UNTOLD), on("eth0", FOREIGN)),
          Map.of());
  private static final KernelState WANTED =
      new KernelState(servers(Set.of(web(TOLD))), Set.of(), Set.of(on("eth0", TOLD)), Map.of());

  @Test
  void whatThePlanDoesNotTellOfStays() {
    KernelState kept = new Keeping(PLAN, _ -> true).with(WANTED, OBSERVED, OURS);

    assertThat(kept.vips()).containsExactly(on("eth0", TOLD), on("eth0", UNTOLD));
    assertThat(kept.services()).containsOnlyKeys(SERVICES);
  }

  @Test
  void anAddressThatTheNodeNeedsIsGivenUpWhoeverAskedForIt() {
    Keeping keeping = new Keeping(PLAN, address -> address.equals(FOREIGN));

    KernelState kept = keeping.with(KernelState.EMPTY, OBSERVED, OURS);

    assertThat(kept.vips()).isEmpty();
    assertThat(kept.services()).containsOnlyKeys(new MarkKey(AddressFamily.IPV4, 17));
  }

  @Test
  void aVipThatThePlanTellsOfAndTheNodeIsNotToHoldGoes() {
    KernelState standby = KernelState.ofServices(servers(Set.of(web(TOLD))));

    KernelState kept = new Keeping(PLAN, _ -> true).with(standby, OBSERVED, OURS);

    assertThat(kept.vips()).containsExactly(on("eth0", UNTOLD));
    assertThat(kept.services()).containsOnlyKeys(SERVICES);
  }

  @Test
  void aVipThatMovesToAnotherInterfaceIsNotOnBoth() {
    KernelState moved =
        new KernelState(servers(Set.of(web(TOLD))), Set.of(), Set.of(on("eth1", TOLD)), Map.of());

    KernelState kept = new Keeping(PLAN, _ -> true).with(moved, OBSERVED, OURS);

    assertThat(kept.vips()).containsExactly(on("eth1", TOLD), on("eth0", UNTOLD));
  }

  /** Removals wait, and nothing else: what is new about marks and sources comes. */
  @Test
  @Row("manifest-still")
  void marksThatAreNewComeAndThoseThatAreGoneStay() {
    PacketRules before =
        new PacketRules(
            Map.of(VipPorts.parse("TCP 192.0.2.11:8000-8999"), 17L),
            Set.of(VipPorts.parse("TCP 192.0.2.10:80"), VipPorts.parse("UDP 192.0.2.11:53")),
            Map.of(),
            Set.of("chain strange"));
    PacketRules wanted =
        new PacketRules(
            Map.of(VipPorts.parse("TCP 192.0.2.10:9000-9009"), 18L), Set.of(), Map.of(), Set.of());

    PacketRules kept =
        new Keeping(PLAN, _ -> true)
            .with(WANTED.with(wanted), OBSERVED.with(before), OURS.withTable(true))
            .rules();

    assertThat(kept.marks())
        .containsExactly(
            Map.entry(VipPorts.parse("TCP 192.0.2.10:9000-9009"), 18L),
            Map.entry(VipPorts.parse("TCP 192.0.2.11:8000-8999"), 17L));
    assertThat(kept.untracked())
        .as("but for the ports of what has another method now")
        .containsExactly(VipPorts.parse("UDP 192.0.2.11:53"));
    assertThat(kept.strays()).isEmpty();
  }

  private static Map<ServiceKey, VirtualServer> servers(Set<ServiceKey> keys) {
    Map<ServiceKey, VirtualServer> servers = new HashMap<>();
    keys.forEach(key -> servers.put(key, new VirtualServer(key, SETTINGS, Map.of())));
    return servers;
  }

  private static ServiceKey web(IpAddress vip) {
    return new AddressKey(Protocol.TCP, vip, 80);
  }

  private static Vip on(String device, IpAddress address) {
    return new Vip(address, device);
  }
}
