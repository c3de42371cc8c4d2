package dev.lvs.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lvs.api.v1alpha1.NodePlanPartSpec;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.manifest.Json;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

class StoredPlanTest {
  private static final ObjectMapper WIRE = new ObjectMapper();

  @Property(tries = 30)
  void whatIsTakenApartIsPutTogetherAsItWas(@ForAll long seed) {
    NodePlanSpec whole = SamplePlan.any(seed);

    StoredPlan stored = StoredPlan.split(whole);

    Statistics.label("in parts").collect(!stored.parts().isEmpty());
    assertThat(stored.join()).isEqualTo(whole);
    assertThat(StoredPlan.split(whole)).isEqualTo(stored);
    PartTree tree = tree(stored);
    assertThat(tree.isWhole()).isTrue();
    assertThat(tree.names()).containsExactlyInAnyOrderElementsOf(stored.parts().keySet());
  }

  @Property(tries = 30)
  void noObjectIsTooLarge(@ForAll long seed) throws Exception {
    StoredPlan stored = StoredPlan.split(SamplePlan.any(seed));

    assertThat(WIRE.writeValueAsBytes(stored.primary()))
        .hasSizeLessThanOrEqualTo(StoredPlan.INLINE);
    for (NodePlanPartSpec part : stored.parts().values()) {
      assertThat(WIRE.writeValueAsBytes(part)).hasSizeLessThanOrEqualTo(StoredPlan.PART);
    }
  }

  @Test
  void aSmallPlanStaysInOneObjectAsItIs() {
    NodePlanSpec whole = SamplePlan.ofServices(10);

    StoredPlan stored = StoredPlan.split(whole);

    assertThat(Json.write(whole)).hasSizeBetween(StoredPlan.INLINE / 2, StoredPlan.INLINE);
    assertThat(stored.primary()).isSameAs(whole);
    assertThat(stored.parts()).isEmpty();
    assertThat(Json.write(whole)).doesNotContain("parts");
  }

  @Test
  void thePrimaryObjectHasTheSettingsAndNoService() {
    StoredPlan stored = StoredPlan.split(SamplePlan.ofServices(5_000));

    var director = stored.primary().director();
    assertThat(director.settings()).extracting("source").hasToString("[DirectorGroup default]");
    assertThat(director.services()).isEmpty();
    // 6 MB; runs that are cut at random are two thirds full
    assertThat(stored.parts()).hasSizeBetween(500, 1_200);
  }

  @Test
  void anotherWeightIsAnotherPartAndNoMore() {
    List<PlannedService> services = services(SamplePlan.ofServices(5_000));
    Set<String> before = names(services);
    Random random = new Random(1);

    for (int change = 0; change < 20; change++) {
      int place = random.nextInt(services.size());
      List<PlannedService> changed = new ArrayList<>(services);
      changed.set(place, weighed(services.get(place), change));

      // a weight takes as many characters as another, so no part gets too large by it
      assertThat(more(before, names(changed))).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void anotherServiceIsAnotherPartButForOneInManyThatMovesACut() {
    List<PlannedService> services = services(SamplePlan.ofServices(5_000));
    Set<String> before = names(services);
    Random random = new Random(1);

    int parts = 0;
    for (int change = 0; change < 50; change++) {
      List<PlannedService> changed = new ArrayList<>(services);
      changed.add(random.nextInt(services.size()), SamplePlan.another(change));
      parts += more(before, names(changed));
    }

    assertThat(parts).isBetween(50, 100);
  }

  @Test
  void aServiceWithVeryManyDestinationsGoesOnInOtherParts() {
    NodePlanSpec whole = SamplePlan.ofOneServiceWith(30_000);

    StoredPlan stored = StoredPlan.split(whole);

    assertThat(stored.parts()).hasSizeGreaterThan(15);
    assertThat(stored.join()).isEqualTo(whole);
  }

  @Test
  void oneDestinationMoreOfVeryManyIsAnotherPartAndNoMore() {
    List<PlannedService> services = services(SamplePlan.ofOneServiceWith(30_000));
    PlannedService large = services.get(50);
    List<PlannedDestination> destinations = new ArrayList<>(large.destinations());
    PlannedDestination first = destinations.getFirst();
    destinations.add(
        12_345,
        new PlannedDestination(
            IpAddress.parse("203.0.113.9"), 80, first.method(), 1, null, null, first.source()));
    List<PlannedService> changed = new ArrayList<>(services);
    changed.set(50, large.with(destinations));

    assertThat(more(names(services), names(changed))).isEqualTo(1);
  }

  @Test
  void aLongNameOfANodeLeavesRoomForTheHash() {
    String node = "n".repeat(219) + "." + "m".repeat(33);
    NodePlanSpec plan = SamplePlan.ofServices(1_000);
    NodePlanSpec whole = new NodePlanSpec(node, plan.director(), RealServerPlan.EMPTY);

    assertThat(StoredPlan.split(whole).parts().keySet())
        .allSatisfy(
            name ->
                assertThat(name)
                    .hasSizeLessThanOrEqualTo(253)
                    .matches("n{219}-[0-9a-f]{32}")
                    .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"));
  }

  @Test
  void theSameContentOfTwoNodesHasTwoNames() {
    NodePlanSpec plan = SamplePlan.ofServices(1_000);

    Set<String> names = new HashSet<>(StoredPlan.split(plan).parts().keySet());
    names.retainAll(
        StoredPlan.split(new NodePlanSpec("edge-2", plan.director(), RealServerPlan.EMPTY))
            .parts()
            .keySet());

    assertThat(names).isEmpty();
  }

  private static PartTree tree(StoredPlan stored) {
    return PartTree.of(stored.primary(), name -> Optional.ofNullable(stored.parts().get(name)));
  }

  private static List<PlannedService> services(NodePlanSpec plan) {
    return plan.director().services();
  }

  /** Of the parts with content: another name of one is another name in the part that names it. */
  private static Set<String> names(List<PlannedService> services) {
    return StoredPlan.split(SamplePlan.of(services)).parts().entrySet().stream()
        .filter(part -> part.getValue().parts().isEmpty())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Returns how many names are new. */
  private static int more(Set<String> before, Set<String> now) {
    Set<String> more = new HashSet<>(now);
    more.removeAll(before);
    return more.size();
  }

  private static PlannedService weighed(PlannedService service, int weight) {
    return service.with(
        service.destinations().stream()
            .map(
                it ->
                    new PlannedDestination(
                        it.address(),
                        it.port(),
                        it.method(),
                        (it.weight() < 10 ? 0 : 10) + weight % 10,
                        it.thresholds(),
                        it.tunnel(),
                        it.source()))
            .toList());
  }
}
