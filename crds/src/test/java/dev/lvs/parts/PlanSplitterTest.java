package dev.lvs.parts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlanPartSpec;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.manifest.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PlanSplitterTest {
  /** Bytes of JSON that another weight writes at most, in parts and the primary object. */
  private static final int ONE_WEIGHT = 20_000;

  @Property(tries = 20)
  void onePlanAfterTheOtherIsSplitAsIfItWereTheFirst(@ForAll long seed) {
    Random random = new Random(seed);
    PlanSplitter splitter = new PlanSplitter();
    List<PlannedService> services =
        new ArrayList<>(SamplePlan.ofServices(random.nextInt(600)).director().services());

    for (int change = 0; change < 5; change++) {
      NodePlanSpec plan = SamplePlan.of(services);
      assertThat(splitter.split(plan)).isEqualTo(StoredPlan.split(plan));
      change(services, random, change);
    }
  }

  @Test
  void aChangeWritesAsMuchOfALargePlanAsOfASmallOne() {
    for (int size : List.of(200, 2_000, 20_000)) {
      PlanSplitter splitter = new PlanSplitter();
      List<PlannedService> services =
          new ArrayList<>(SamplePlan.ofServices(size).director().services());
      StoredPlan before = splitter.split(SamplePlan.of(services));
      Random random = new Random(size);

      for (int change = 0; change < 20; change++) {
        int place = random.nextInt(size);
        services.set(place, with(services.get(place), change));
        StoredPlan now = splitter.split(SamplePlan.of(services));
        int bytes = Json.write(now.primary()).length();
        for (NodePlanPartSpec part : more(before, now)) {
          bytes += Json.write(part).length();
        }
        assertThat(bytes).as("of %d services", size).isLessThan(ONE_WEIGHT);
        before = now;
      }
    }
  }

  @Test
  @SuppressWarnings("ReferenceEquality") // that is the question
  void doesNotWriteOutAgainWhatIsTheSameObject() {
    PlanSplitter splitter = new PlanSplitter();
    List<PlannedService> services =
        new ArrayList<>(SamplePlan.ofServices(1_000).director().services());
    StoredPlan before = splitter.split(SamplePlan.of(services));

    services.set(500, with(services.get(500), 7));
    StoredPlan now = splitter.split(SamplePlan.of(services));

    long kept =
        now.parts().entrySet().stream()
            .filter(part -> !part.getValue().director().services().isEmpty())
            .filter(part -> before.parts().get(part.getKey()) == part.getValue())
            .count();
    long content = now.parts().values().stream().filter(part -> part.parts().isEmpty()).count();
    assertThat(kept).isEqualTo(content - 1);
  }

  private static void change(List<PlannedService> services, Random random, int change) {
    int place = random.nextInt(services.size() + 1);
    switch (random.nextInt(3)) {
      case 0 -> services.add(place, SamplePlan.another(change));
      case 1 -> services.subList(place, services.size()).clear();
      default -> {
        if (place < services.size()) {
          services.set(place, with(services.get(place), change));
        }
      }
    }
  }

  private static PlannedService with(PlannedService service, int weight) {
    return service.with(
        service.destinations().stream().map(one -> one.with(10 + weight % 10)).toList());
  }

  private static Set<NodePlanPartSpec> more(StoredPlan before, StoredPlan now) {
    Set<NodePlanPartSpec> more = new HashSet<>();
    now.parts()
        .forEach(
            (name, part) -> {
              if (!before.parts().containsKey(name)) {
                more.add(part);
              }
            });
    return more;
  }
}
