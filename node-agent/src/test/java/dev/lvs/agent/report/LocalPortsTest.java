package dev.lvs.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.Flow;
import dev.lvs.agent.model.Flow.Direction;
import dev.lvs.agent.model.SourceAddresses;
import dev.lvs.agent.plan.draft.Rewritten;
import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalPortsTest {
  private static final ResourceName WEB = ResourceName.parse("VirtualService shop/web");
  private static final IpAddress VIP = IpAddress.parse("192.0.2.10");
  private static final IpAddress CLIENT = IpAddress.parse("203.0.113.7");
  private static final IpAddress LIP_1 = IpAddress.parse("198.51.100.1");
  private static final IpAddress LIP_2 = IpAddress.parse("198.51.100.2");
  private static final IpAddress RIP_1 = IpAddress.parse("198.51.100.21");
  private static final IpAddress RIP_2 = IpAddress.parse("198.51.100.22");

  @Test
  void countsTowardsTheRealServerThatHasTheFewest() {
    LocalPortCount count = new LocalPortCount(List.of(service(WEB, 80)));

    take(count, 7, flow(80, RIP_1, LIP_1));
    take(count, 3, flow(80, RIP_1, LIP_2));
    take(count, 9, flow(80, RIP_2, LIP_2));

    assertThat(count.result())
        .containsExactly(new FreePorts(WEB, new LocalPorts(129_024, 129_024 - 9, 64_512 - 9)));
  }

  @Test
  void countsWhatOtherServicesHaveOfTheSameRealServer() {
    ResourceName other = ResourceName.parse("VirtualService shop/zoo");
    LocalPortCount count = new LocalPortCount(List.of(service(WEB, 80), service(other, 443)));

    take(count, 5, flow(443, RIP_1, LIP_1));

    assertThat(count.result())
        .containsExactly(
            new FreePorts(WEB, new LocalPorts(129_024, 129_024 - 5, 64_512 - 5)),
            new FreePorts(other, new LocalPorts(129_024, 129_024 - 5, 64_512 - 5)));
  }

  @Test
  void countsNothingOfOthers() {
    LocalPortCount count = new LocalPortCount(List.of(service(WEB, 80)));

    take(count, 5, flow(81, RIP_1, LIP_1));
    take(count, 5, flow(80, RIP_1, CLIENT));
    count.restart();

    assertThat(count.result())
        .containsExactly(new FreePorts(WEB, new LocalPorts(129_024, 129_024, 64_512)));
  }

  @Test
  void neverFallsBelowNothing() {
    LocalPortCount count = new LocalPortCount(List.of(service(WEB, 80)));

    take(count, 70_000, flow(80, RIP_1, LIP_1));

    assertThat(count.result())
        .containsExactly(new FreePorts(WEB, new LocalPorts(129_024, 59_024, 0)));
    assertThat(count.result().getFirst().left().areRunningOut()).isTrue();
  }

  @Test
  void saysNothingNewOfEachConnection() {
    FreePorts said = new FreePorts(WEB, new LocalPorts(129_024, 100_000, 50_000));
    FreePorts alike = new FreePorts(WEB, new LocalPorts(129_024, 97_000, 48_000));
    FreePorts fewer = new FreePorts(WEB, new LocalPorts(129_024, 93_000, 48_000));

    assertThat(LocalPortWatch.settled(List.of(said), List.of(alike))).containsExactly(said);
    assertThat(LocalPortWatch.settled(List.of(said), List.of(fewer))).containsExactly(fewer);
    assertThat(LocalPortWatch.settled(List.of(said), List.of())).isEmpty();
  }

  @Test
  void saysAtOnceThatPortsRunOut() {
    FreePorts enough = new FreePorts(WEB, new LocalPorts(64_512, 6_500, 6_500));
    FreePorts few = new FreePorts(WEB, new LocalPorts(64_512, 6_400, 6_400));

    assertThat(LocalPortWatch.settled(List.of(enough), List.of(few))).containsExactly(few);
    assertThat(LocalPortWatch.settled(List.of(few), List.of(enough))).containsExactly(enough);
  }

  private static Rewritten service(ResourceName source, int port) {
    return new Rewritten(
        source,
        AddressFamily.IPV4,
        SourceAddresses.Local.of(List.of(LIP_1, LIP_2), false),
        List.of(new VipPorts(VIP, Protocol.TCP, port, port)),
        List.of(new DestinationKey(RIP_1, 8080), new DestinationKey(RIP_2, 8080)));
  }

  private static void take(LocalPortCount count, int times, Flow flow) {
    for (int i = 0; i < times; i++) {
      count.take(flow);
    }
  }

  private static Flow flow(int port, IpAddress server, IpAddress local) {
    return new Flow(
        Protocol.TCP,
        new Direction(CLIENT, 40_000, VIP, port),
        new Direction(server, 8080, local, 1025),
        1,
        0,
        false);
  }
}
