package dev.lvs.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlanPart;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodePlanPartsTest {
  private final List<NodePlanPart> parts = IntStream.range(0, 100).mapToObj(this::part).toList();

  @Test
  void takesAwayWhatIsNotNeededWhenTheAgentHasSeenItGo() {
    assertThat(NodePlanParts.superfluous(Set.of("part-3"), true, parts))
        .hasSize(99)
        .doesNotContain(parts.get(3));
  }

  @Test
  void keepsWhatAnAgentMayStillRead() {
    assertThat(NodePlanParts.superfluous(Set.of("part-3"), false, parts.subList(0, 60))).isEmpty();
  }

  @Test
  void keepsNoMoreThanSomeForAnAgentThatDoesNotAnswer() {
    assertThat(NodePlanParts.superfluous(Set.of("part-3"), false, parts))
        .extracting(part -> part.getMetadata().getName())
        .hasSize(34)
        .startsWith("part-0", "part-1", "part-2", "part-4");
  }

  private NodePlanPart part(int number) {
    NodePlanPart part = new NodePlanPart();
    part.setMetadata(
        new ObjectMetaBuilder()
            .withName("part-" + number)
            .withCreationTimestamp("2026-01-01T00:%02d:%02dZ".formatted(number / 60, number % 60))
            .build());
    return part;
  }
}
