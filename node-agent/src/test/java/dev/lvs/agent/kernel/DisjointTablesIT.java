package dev.lvs.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.nft.TableChange.ReplaceTable;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcome.Refused;
import dev.lvs.agent.plan.RandomPlans;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tables of plans that the kernel takes, each after the one before. */
@Tag("kernel")
@ExtendWith(InFreshNamespace.class)
class DisjointTablesIT {
  @TempDir private Path directory;

  @Test
  @Row("intervals-disjoint")
  void takesTheTableOfEveryPlan() {
    try (TestNode node = TestNode.of(_ -> Kernel.open(), directory)) {
      PacketRules before = PacketRules.NONE;
      for (long seed = 0; seed < 300; seed++) {
        PacketRules rules = RandomPlans.desired(seed).state().rules();
        for (PacketRules next : List.of(rules.and(before), rules)) {
          if (!next.isEmpty()) {
            assertThat(node.apply(new ReplaceTable(next)))
                .as("plan %s", seed)
                .allMatch(Outcome.Applied.class::isInstance);
            assertThat(node.observe().rules()).as("plan %s", seed).isEqualTo(next);
          }
        }
        before = rules;
      }
    }
  }

  @Test
  void explainsThatItTakesNoPortsTwice() {
    IpAddress vip = IpAddress.parse("192.0.2.10");
    PacketRules overlapping =
        new PacketRules(
            Map.of(),
            Set.of(
                new VipPorts(vip, Protocol.TCP, 22, 0xffff),
                new VipPorts(vip, Protocol.TCP, 1024, 0xffff)),
            Map.of(),
            Set.of());

    try (TestNode node = TestNode.of(_ -> Kernel.open(), directory)) {
      assertThat(node.apply(new ReplaceTable(overlapping)))
          .singleElement()
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> assertThat(refused.message()).contains("overlap").doesNotContain("dmesg"));
    }
  }
}
