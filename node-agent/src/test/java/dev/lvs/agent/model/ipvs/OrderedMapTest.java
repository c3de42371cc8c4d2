package dev.lvs.agent.model.ipvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OrderedMapTest {
  @Property
  void isWhatItWasFilledWith(@ForAll Map<Integer, String> map, @ForAll int other) {
    Map<Integer, String> filled = new LinkedHashMap<>(map);

    Map<Integer, String> copy = OrderedMap.copyOf(filled);

    assertThat(copy).isEqualTo(filled).hasSameHashCodeAs(filled);
    assertThat(filled).isEqualTo(copy);
    assertThat(new ArrayList<>(copy.entrySet())).isEqualTo(new ArrayList<>(filled.entrySet()));
    assertThat(new ArrayList<>(copy.keySet())).isEqualTo(new ArrayList<>(filled.keySet()));
    assertThat(new ArrayList<>(copy.values())).isEqualTo(new ArrayList<>(filled.values()));
    assertThat(copy.keySet()).isEqualTo(filled.keySet());
    assertThat(copy.containsKey(other)).isEqualTo(filled.containsKey(other));
    assertThat(copy.get(other)).isEqualTo(filled.get(other));
  }

  @Property
  void goesThroughItsEntriesInOrder(@ForAll List<Integer> keys) {
    Map<Integer, Integer> filled = new LinkedHashMap<>();
    keys.forEach(key -> filled.put(key, keys.indexOf(key)));

    List<Integer> seen = new ArrayList<>();
    OrderedMap.copyOf(filled).forEach((key, _) -> seen.add(key));

    assertThat(seen).isEqualTo(keys.stream().distinct().toList());
  }

  @Property
  void equalsWhatSaysTheSameInAnotherOrder(@ForAll Map<Integer, String> map, @ForAll int other) {
    SequencedMap<Integer, String> filled = new LinkedHashMap<>(map);
    Map<Integer, String> copy = OrderedMap.copyOf(filled);
    Map<Integer, String> reversed = OrderedMap.copyOf(new LinkedHashMap<>(filled.reversed()));
    filled.put(other, "another");

    assertThat(copy).isEqualTo(reversed).hasSameHashCodeAs(reversed);
    assertThat(copy).isNotEqualTo(OrderedMap.copyOf(filled));
  }

  @Test
  void findsKeysWhoseHashCodesAreTheSame() {
    Map<Object, Integer> map =
        OrderedMap.copyOf(Map.of("Aa", 1, "BB", 2, List.of("Aa"), 3, List.of("BB"), 4));

    assertThat(map).hasSize(4).containsEntry("Aa", 1).containsEntry("BB", 2);
    assertThat(map.get("C#")).isNull();
  }

  @Test
  void isItsOwnCopy() {
    Map<String, Integer> map = OrderedMap.copyOf(Map.of("a", 1));

    assertThat(OrderedMap.copyOf(map)).isSameAs(map);
  }

  @Test
  void cannotBeChanged() {
    Map<String, Integer> map = OrderedMap.copyOf(Map.of("a", 1));

    assertThatThrownBy(() -> map.put("b", 2)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> map.keySet().remove("a"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
  }
}
