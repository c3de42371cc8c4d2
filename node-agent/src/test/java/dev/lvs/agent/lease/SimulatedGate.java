package dev.lvs.agent.lease;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Kernel of one simulated node as far as the fence goes: tokens that run out by themselves, in sets
 * of each process, and a gate that looks at one of them. Times are nanoseconds of the world.
 */
final class SimulatedGate {
  /** Answer of the kernel. */
  enum Acknowledged {
    DONE,
    EXPIRED,
    FAILED
  }

  private record Place(int process, long token) {}

  private final Map<Place, Long> ends = new HashMap<>();
  private Optional<Place> looksAt = Optional.empty();
  private int owner = -1;

  /** A process starts: the sets of others go, but for the one that the gate looks at. */
  void begin(int process) {
    owner = process;
    ends.keySet().removeIf(place -> !looksAt.equals(Optional.of(place)));
  }

  Acknowledged arm(int process, long token, long end) {
    if (process != owner) {
      return Acknowledged.FAILED;
    }
    ends.keySet().removeIf(place -> !looksAt.equals(Optional.of(place)));
    ends.put(new Place(process, token), end);
    return Acknowledged.DONE;
  }

  Acknowledged commit(int process, long token) {
    if (process != owner) {
      return Acknowledged.FAILED;
    }
    looksAt = Optional.of(new Place(process, token));
    ends.keySet().removeIf(place -> !looksAt.equals(Optional.of(place)));
    return Acknowledged.DONE;
  }

  Acknowledged close(int process) {
    if (process != owner) {
      return Acknowledged.FAILED;
    }
    looksAt = Optional.empty();
    ends.clear();
    return Acknowledged.DONE;
  }

  Acknowledged extend(int process, long now, long end) {
    if (process != owner) {
      return Acknowledged.FAILED;
    }
    if (!isOpen(now)) {
      return Acknowledged.EXPIRED;
    }
    ends.put(looksAt.orElseThrow(), end);
    return Acknowledged.DONE;
  }

  Acknowledged shorten(int process, long now, long end) {
    if (process == owner && isOpen(now)) {
      ends.merge(looksAt.orElseThrow(), end, Math::min);
    }
    return process == owner ? Acknowledged.DONE : Acknowledged.FAILED;
  }

  /** The whole machine stood still. */
  void late(long by) {
    ends.replaceAll((_, end) -> end + by);
  }

  /** The machine is started anew. */
  void clear() {
    ends.clear();
    looksAt = Optional.empty();
    owner = -1;
  }

  boolean isOpen(long now) {
    return looksAt.map(place -> ends.getOrDefault(place, 0L) > now).orElse(false);
  }
}
