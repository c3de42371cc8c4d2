package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.netlink.ipvs.DestinationEntry;
import dev.lvs.ipvs.table.DestinationTable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Destinations of one virtual server while they are read, compared with the expected ones: nothing
 * is allocated for an entry that is as expected.
 */
public final class DestinationReading {
  /** Settings of most destinations; only ever a guess. */
  private static final DestinationSettings USUAL =
      new DestinationSettings(new ForwardingMethod.Masquerade(), 1, 0, 0);

  private final DestinationTable<DestinationSettings> expected;
  private final Map<DestinationSettings, DestinationSettings> settings;
  private int same;
  private DestinationTable.@Nullable Builder<DestinationSettings> read;
  private DestinationSettings likely = USUAL;

  /**
   * @param expected in the order of the kernel's dump
   * @param settings where readings find those that others have read: most are the same
   */
  public DestinationReading(
      DestinationTable<DestinationSettings> expected,
      Map<DestinationSettings, DestinationSettings> settings) {
    this.expected = expected;
    this.settings = settings;
  }

  /** Forgets what was taken: the kernel begins again. */
  public void restart() {
    same = 0;
    read = null;
  }

  public void take(DestinationEntry entry) {
    if (read == null
        && same < expected.size()
        && entry.is(expected.keySet(), same)
        && entry.has(expected.value(same))) {
      same++;
      return;
    }
    if (read == null) {
      read = asExpected();
    }
    if (!entry.has(likely)) {
      likely = settings.computeIfAbsent(entry.settings(), one -> one);
    }
    entry.addTo(read, likely);
  }

  /**
   * Returns what was read, in the order of the kernel's dump; what was expected where it is that.
   */
  public DestinationTable<DestinationSettings> result() {
    if (read != null) {
      return read.build();
    }
    return same < expected.size() ? asExpected().build() : expected;
  }

  /** Returns what was the same so far. */
  private DestinationTable.Builder<DestinationSettings> asExpected() {
    DestinationTable.Builder<DestinationSettings> begun =
        new DestinationTable.Builder<>(expected.size());
    begun.putAll(expected, same);
    return begun;
  }
}
