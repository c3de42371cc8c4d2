package dev.lvs.ipvs.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DestinationTableTest {
  private static final DestinationKey A = new DestinationKey(IpAddress.parse("192.0.2.1"), 80);
  private static final DestinationKey B = new DestinationKey(IpAddress.parse("192.0.2.2"), 80);
  private static final DestinationKey C = new DestinationKey(IpAddress.parse("2001:db8::1"), 80);

  @Property
  void isThePlainMapThatItWasMadeOf(@ForAll("maps") Map<DestinationKey, Integer> plain) {
    DestinationTable<Integer> table = DestinationTable.copyOf(plain);

    assertThat(table).isEqualTo(plain).hasSameHashCodeAs(plain).hasSameSizeAs(plain);
    assertThat(plain).isEqualTo(table);
    assertThat(new ArrayList<>(table.keySet())).isEqualTo(new ArrayList<>(plain.keySet()));
    assertThat(new ArrayList<>(table.values())).isEqualTo(new ArrayList<>(plain.values()));
    assertThat(new ArrayList<>(table.entrySet())).isEqualTo(new ArrayList<>(plain.entrySet()));
    assertThat(table.keySet()).isEqualTo(plain.keySet()).hasSameHashCodeAs(plain.keySet());
    assertThat(plain.keySet()).isEqualTo(table.keySet());
    Map<DestinationKey, Integer> gone = new LinkedHashMap<>();
    table.forEach(gone::put);
    assertThat(gone).isEqualTo(plain);
    plain.forEach((key, value) -> assertThat(table.get(key)).isEqualTo(value));
  }

  @Property
  void findsWhatIsInItAndNothingElse(
      @ForAll("maps") Map<DestinationKey, Integer> plain,
      @ForAll("maps") Map<DestinationKey, Integer> others) {
    DestinationTable<Integer> table = DestinationTable.copyOf(plain);

    others
        .keySet()
        .forEach(
            key -> {
              assertThat(table.containsKey(key)).isEqualTo(plain.containsKey(key));
              assertThat(table.get(key)).isEqualTo(plain.get(key));
              assertThat(table.keySet().rowOf(key))
                  .isEqualTo(new ArrayList<>(plain.keySet()).indexOf(key));
            });
    DestinationTable<Integer> other = DestinationTable.copyOf(others);
    assertThat(table.keySet().containsAll(other.keySet()))
        .isEqualTo(plain.keySet().containsAll(others.keySet()));
    assertThat(table.equals(other)).isEqualTo(plain.equals(others));
    assertThat(Collections.disjoint(table.keySet(), other.keySet()))
        .isEqualTo(Collections.disjoint(plain.keySet(), others.keySet()));
  }

  @Property
  void isTheSameMapInEveryOrderAndTellsTheOrders(
      @ForAll("maps") Map<DestinationKey, Integer> plain, @ForAll long chance) {
    List<DestinationKey> keys = new ArrayList<>(plain.keySet());
    Collections.shuffle(keys, new Random(chance));
    LinkedHashMap<DestinationKey, Integer> shuffled = new LinkedHashMap<>();
    keys.forEach(key -> shuffled.put(key, plain.get(key)));
    DestinationTable<Integer> one = DestinationTable.copyOf(plain);
    DestinationTable<Integer> other = DestinationTable.copyOf(shuffled);

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one.isInOrderOf(other)).isEqualTo(keys.equals(new ArrayList<>(plain.keySet())));
    if (!keys.isEmpty()) {
      shuffled.merge(keys.getLast(), 1, Integer::sum);
      assertThat(one).isNotEqualTo(DestinationTable.copyOf(shuffled));
    }
  }

  @Property
  void isTheSameHoweverItIsPutTogether(
      @ForAll("maps") Map<DestinationKey, Integer> plain, @ForAll int cut) {
    DestinationTable<Integer> whole = DestinationTable.copyOf(plain);
    int first = Math.floorMod(cut, plain.size() + 1);
    DestinationTable.Builder<Integer> parts = new DestinationTable.Builder<>(0);
    parts.putAll(whole, first);
    new ArrayList<>(plain.keySet()).subList(first, plain.size()).forEach(key -> parts.put(key, -1));

    plain.forEach(parts::put);

    assertThat(parts.build().isInOrderOf(whole)).isTrue();
  }

  @Test
  void isItsOwnCopyAndNeverChanges() {
    Map<DestinationKey, Integer> source = new HashMap<>(Map.of(A, 1));
    DestinationTable<Integer> table = DestinationTable.copyOf(source);

    source.put(B, 2);

    assertThat(DestinationTable.copyOf(table)).isSameAs(table);
    assertThat(table).containsOnlyKeys(A);
    assertThatThrownBy(() -> table.put(B, 2)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(table.keySet()::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(DestinationTable.empty().keySet().iterator()::next)
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void hasOneObjectForEqualValuesInARow() {
    DestinationTable.Builder<String> builder = new DestinationTable.Builder<>(3);
    builder.put(A, "x");
    builder.put(B, new String("y"));
    builder.put(C, new String("y"));
    DestinationTable<String> table = builder.build();

    assertThat(table.value(1)).isEqualTo("y").isSameAs(table.value(2));
  }

  @Test
  void comparesAsEveryMapWithWhateverElse() {
    DestinationTable<Integer> table = DestinationTable.copyOf(Map.of(A, 1));

    assertThat(table).isEqualTo(Map.of(A, 1)).isNotEqualTo(Map.of(A, 2)).isNotEqualTo("A");
    assertThat(table.keySet()).isNotEqualTo(Set.of("A")).isNotEqualTo(List.of(A));
    assertThat(table.get(null)).isNull();
    assertThat(table.keySet().containsAll(List.of(A))).isTrue();
    assertThat(table.keySet().containsAll(List.of(A, B))).isFalse();
  }

  @Provide
  static Arbitrary<Map<DestinationKey, Integer>> maps() {
    return KeySamples.keys()
        .flatMap(keys -> Arbitraries.maps(keys, Arbitraries.of(1, 1, 1, 2, 3)).ofMaxSize(40))
        .map(LinkedHashMap::new);
  }
}
