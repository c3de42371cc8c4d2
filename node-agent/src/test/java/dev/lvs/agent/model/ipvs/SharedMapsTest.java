package dev.lvs.agent.model.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedMapsTest {
  private final SharedMaps<String, Integer> maps = new SharedMaps<>();

  @Test
  void hasOneObjectForMapsThatSayTheSameInTheSameOrder() {
    Map<String, Integer> first = maps.copyOf(map("a", "b"));

    assertThat(maps.copyOf(map("a", "b"))).isSameAs(first);
    assertThat(maps.copyOf(map("a", "c"))).isNotSameAs(first);
  }

  @Test
  void keepsTheOrderOfEach() {
    maps.copyOf(map("a", "b"));

    assertThat(maps.copyOf(map("b", "a")).keySet()).containsExactly("b", "a");
  }

  private static Map<String, Integer> map(String... keys) {
    Map<String, Integer> map = new LinkedHashMap<>();
    for (String key : keys) {
      map.put(key, 1);
    }
    return map;
  }
}
