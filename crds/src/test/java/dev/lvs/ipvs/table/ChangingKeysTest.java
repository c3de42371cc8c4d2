package dev.lvs.ipvs.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.ipvs.DestinationKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ChangingKeysTest {
  /** A key that comes or goes. */
  record Step(DestinationKey key, boolean comes) {}

  @Property
  void isThePlainSetWhateverComesAndGoes(
      @ForAll("steps") List<Step> before, @ForAll("steps") List<Step> after) {
    Set<DestinationKey> plain = new LinkedHashSet<>();
    ChangingKeys keys = new ChangingKeys(0);

    go(before, keys, plain);

    DestinationKeys between = keys.keys();
    assertThat(between).isEqualTo(plain).hasSameHashCodeAs(plain);
    Set<DestinationKey> then = new LinkedHashSet<>(plain);
    ChangingKeys more = ChangingKeys.of(between);
    go(after, more, plain);
    assertThat(more.keys()).isEqualTo(plain);
    assertThat(between).isEqualTo(then);
  }

  @Property
  void keepsTheOrderInWhichKeysCame(@ForAll("steps") List<Step> steps) {
    Set<DestinationKey> plain = new LinkedHashSet<>();
    steps.forEach(step -> plain.add(step.key()));

    DestinationKeys keys = DestinationKeys.copyOf(plain);

    assertThat(new ArrayList<>(keys)).isEqualTo(new ArrayList<>(plain));
    assertThat(DestinationKeys.copyOf(keys)).isSameAs(keys);
    assertThat(keys.isInOrderOf(DestinationKeys.copyOf(new ArrayList<>(plain)))).isTrue();
  }

  private static void go(List<Step> steps, ChangingKeys keys, Set<DestinationKey> plain) {
    for (Step step : steps) {
      if (step.comes()) {
        assertThat(keys.add(step.key())).isEqualTo(plain.add(step.key()));
      } else {
        assertThat(keys.remove(step.key())).isEqualTo(plain.remove(step.key()));
      }
    }
  }

  @Provide
  static Arbitrary<List<Step>> steps() {
    return KeySamples.keys()
        .flatMap(
            keys ->
                Combinators.combine(keys, Arbitraries.of(true, true, false))
                    .as(Step::new)
                    .list()
                    .ofMaxSize(60));
  }
}
