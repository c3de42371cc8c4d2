package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.netlink.ipvs.DestinationEntry;
import dev.lvs.ipvs.DestinationKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Destinations of one virtual server while they are read, compared with the expected ones: nothing
 * is allocated for an entry that is as expected.
 */
public final class DestinationReading {
  /** What most tables consist of; only ever a guess. */
  private static final DestinationSettings USUAL =
      new DestinationSettings(new ForwardingMethod.Masquerade(), 1, 0, 0);

  private final Map<DestinationKey, DestinationSettings> expected;
  private final Map<DestinationKey, DestinationKey> pool;
  private Iterator<DestinationKey> keys;
  private Iterator<DestinationSettings> values;
  private int same;
  private boolean differs;
  private Map<DestinationKey, DestinationSettings> read = Map.of();
  private DestinationSettings likely = USUAL;

  /**
   * @param expected in the order of the kernel's dump
   * @param pool where readings find the keys that others have read: one real server is in many
   *     virtual servers
   */
  public DestinationReading(
      Map<DestinationKey, DestinationSettings> expected, Map<DestinationKey, DestinationKey> pool) {
    this.expected = expected;
    this.pool = pool;
    this.keys = expected.keySet().iterator();
    this.values = expected.values().iterator();
  }

  /** Forgets what was taken: the kernel begins again. */
  public void restart() {
    keys = expected.keySet().iterator();
    values = expected.values().iterator();
    same = 0;
    differs = false;
    read = Map.of();
  }

  public void take(DestinationEntry entry) {
    if (!differs && keys.hasNext() && entry.is(keys.next()) && entry.has(values.next())) {
      same++;
      return;
    }
    if (!differs) {
      differ();
    }
    likely = entry.settings(likely);
    read.put(pool.computeIfAbsent(entry.key(), key -> key), likely);
  }

  /** What was read, in the order of the kernel's dump; what was expected where it is that. */
  public Map<DestinationKey, DestinationSettings> result() {
    if (!differs && same < expected.size()) {
      differ();
    }
    return differs ? read : expected;
  }

  /** From now on all is kept: what was the same so far, and what is taken. */
  private void differ() {
    differs = true;
    read = LinkedHashMap.newLinkedHashMap(expected.size());
    for (Map.Entry<DestinationKey, DestinationSettings> entry : expected.entrySet()) {
      if (read.size() == same) {
        return;
      }
      read.put(entry.getKey(), entry.getValue());
    }
  }
}
