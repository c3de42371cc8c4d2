package dev.lvs.agent.kernel;

import static dev.lvs.agent.kernel.Samples.ip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.nft.TableChange.DeleteTable;
import dev.lvs.agent.kernel.nft.TableChange.ReplaceTable;
import dev.lvs.agent.model.KernelFeature;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.SourceAddresses;
import dev.lvs.agent.object.Outcome;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Contract of every kernel, fake and real, for our nftables table. */
interface TableContract {
  VipPorts HTTP = new VipPorts(ip("192.0.2.10"), Protocol.TCP, 80, 80);
  VipPorts MEDIA = new VipPorts(ip("192.0.2.10"), Protocol.UDP, 10_000, 10_999);
  VipPorts HTTP6 = new VipPorts(ip("2001:db8::10"), Protocol.TCP, 80, 80);
  VipPorts DIAMETER = new VipPorts(ip("192.0.2.11"), Protocol.SCTP, 3868, 3868);

  VipPorts ANY = new VipPorts(ip("192.0.2.12"), Protocol.TCP, 0, 65_535);
  VipPorts ANY6 = new VipPorts(ip("2001:db8::12"), Protocol.TCP, 0, 65_535);

  PacketRules MARKS =
      new PacketRules(
          Map.of(HTTP, 0x3001L, MEDIA, 0xffff_ffffL, HTTP6, 0x3001L), Set.of(), Map.of(), Set.of());
  PacketRules EVERYTHING =
      new PacketRules(
              MARKS.marks(),
              Set.of(DIAMETER, new VipPorts(ip("2001:db8::11"), Protocol.TCP, 0, 65_535)),
              Map.of(
                  HTTP,
                  local(false, "198.51.100.1", "198.51.100.2", "198.51.100.7"),
                  MEDIA,
                  new SourceAddresses.Masquerade(),
                  HTTP6,
                  local(false, "2001:db8:1::1"),
                  new VipPorts(ip("192.0.2.12"), Protocol.TCP, 0, 65_535),
                  local(true, "198.51.100.1", "198.51.100.2"),
                  new VipPorts(ip("2001:db8::13"), Protocol.SCTP, 1, 65_535),
                  local(true, "2001:db8:1::1", "2001:db8:1::2"),
                  new VipPorts(ip("2001:db8::12"), Protocol.UDP, 53, 53),
                  new SourceAddresses.Masquerade()),
              Set.of())
          .withOneWay(
              Set.of(
                  new VipPorts(ip("192.0.2.14"), Protocol.TCP, 80, 80),
                  new VipPorts(ip("192.0.2.14"), Protocol.UDP, 53, 60),
                  new VipPorts(ip("2001:db8::14"), Protocol.TCP, 0, 65_535)))
          .withSegmentSizes(Map.of(ANY, 1440, HTTP6, 1400, ANY6, 0xffff));

  private static SourceAddresses local(boolean byClient, String... addresses) {
    return SourceAddresses.Local.of(Stream.of(addresses).map(IpAddress::parse).toList(), byClient);
  }

  /** The node of this test. */
  TestNode node();

  @Test
  default void readsItsTableBack() {
    for (PacketRules rules : List.of(MARKS, EVERYTHING)) {
      List<Outcome> outcomes = node().apply(new ReplaceTable(rules));

      assertThat(outcomes).allMatch(Outcome.Applied.class::isInstance);
      assertThat(node().observe().rules()).isEqualTo(rules);
      assertThat(node().owned().table()).isTrue();
    }
  }

  @Test
  default void writesATableOfManyElementsInOneTransaction() {
    Map<VipPorts, Long> marks = new HashMap<>();
    for (int i = 0; i < 2000; i++) {
      marks.put(new VipPorts(ip("192.0.2.10"), Protocol.TCP, 1 + i * 2, 1 + i * 2), 1L + i);
      marks.put(new VipPorts(ip("2001:db8::10"), Protocol.UDP, 1 + i * 2, 2 + i * 2), 1L + i);
    }
    PacketRules many = new PacketRules(marks, Set.of(), Map.of(), Set.of());

    List<Outcome> outcomes = node().apply(new ReplaceTable(many));

    assertThat(outcomes).allMatch(Outcome.Applied.class::isInstance);
    assertThat(node().observe().rules()).isEqualTo(many);
  }

  @Test
  default void writesNothingToFindOutWhetherItCould() {
    assertThat(node().kernel().facts(Set.of(KernelFeature.PACKET_RULES)).lacking()).isEmpty();

    assertThat(node().observe().rules()).isEqualTo(PacketRules.NONE);
  }

  @Test
  default void takesItsTableAway() {
    node().apply(new ReplaceTable(MARKS));

    List<Outcome> outcomes = node().apply(new DeleteTable(), new DeleteTable());

    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Applied.class);
    assertThat(outcomes.get(1)).isInstanceOf(Outcome.AlreadySo.class);
    assertThat(node().observe().rules()).isEqualTo(PacketRules.NONE);
    assertThat(node().owned().table()).isFalse();
  }

  @Test
  default void writesNothingWhenTheTableIsAsItShouldBe() {
    KernelState desired = KernelState.EMPTY.with(EVERYTHING);
    node().converge(desired);

    assertThat(node().diff(desired).changes()).isEmpty();
  }

  @Test
  default void leavesATableThatSomebodyElseMade() {
    try (TestNode other = node().somebodyElse()) {
      other.apply(new ReplaceTable(MARKS));
      KernelState desired = KernelState.EMPTY.with(EVERYTHING);

      assertThat(node().diff(desired).changes()).isEmpty();
      assertThat(node().diff(desired).foreign())
          .singleElement()
          .satisfies(table -> assertThat(table.message()).contains("nft delete table"));
      assertThat(node().diff(KernelState.EMPTY).changes()).isEmpty();
    }
  }
}
