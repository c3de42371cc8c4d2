package dev.lvs.agent.model.ipvs;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Interns equal ordered maps, so that they are one object: the same real servers are in many
 * services.
 */
public final class SharedMaps<K, V> {
  private final Map<Map<K, V>, Map<K, V>> known = new HashMap<>();

  /** The entries of a map in its order, as {@link OrderedMap#copyOf} has them. */
  public Map<K, V> copyOf(Map<K, V> map) {
    Map<K, V> copy = OrderedMap.copyOf(map);
    Map<K, V> first = known.putIfAbsent(copy, copy);
    return first != null && isInOneOrder(first, copy) ? first : copy;
  }

  private static <K, V> boolean isInOneOrder(Map<K, V> one, Map<K, V> other) {
    Iterator<K> others = other.keySet().iterator();
    for (K key : one.keySet()) {
      if (!key.equals(others.next())) {
        return false;
      }
    }
    return true;
  }
}
