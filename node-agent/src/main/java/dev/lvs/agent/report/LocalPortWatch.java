package dev.lvs.agent.report;

import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.plan.draft.Rewritten;
import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.net.AddressFamily;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches how many SNAT ports are left on local addresses, and reports a number only where it
 * changed much.
 *
 * <p>A look dumps all of conntrack, which takes a second with a million entries. So it comes every
 * half minute at most, and so seldom that it takes 1 % of the time. A reported number stays until
 * it is off by a twentieth, or until ports begin or cease to run out: every change of a status is
 * written to the API server.
 */
public final class LocalPortWatch {
  private static final Logger LOG = LoggerFactory.getLogger(LocalPortWatch.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(30);

  private static final int LOOKS_TO_PAUSE = 100;
  private static final int STEPS = 20;

  private final InstantSource clock;
  private List<Rewritten> watched = List.of();
  private List<FreePorts> said = List.of();
  private Instant next = Instant.EPOCH;

  public LocalPortWatch(InstantSource clock) {
    this.clock = clock;
  }

  /** Returns what is to be said now. */
  public List<FreePorts> look(Kernel kernel, List<Rewritten> rewritten) {
    Instant now = clock.instant();
    if (rewritten.equals(watched) && now.isBefore(next)) {
      return said;
    }
    watched = rewritten;
    try {
      said = settled(said, count(kernel, rewritten));
    } catch (TransportException e) {
      // all that matters is done by now: what cannot be counted is said as it was
      LOG.warn("cannot count the local ports in use: {}", e.getMessage());
    }
    Duration took = Duration.between(now, clock.instant()).multipliedBy(LOOKS_TO_PAUSE);
    next = clock.instant().plus(took.compareTo(SHORTEST_PAUSE) > 0 ? took : SHORTEST_PAUSE);
    return said;
  }

  private static List<FreePorts> count(Kernel kernel, List<Rewritten> rewritten) {
    LocalPortCount count = new LocalPortCount(rewritten);
    for (AddressFamily family : AddressFamily.values()) {
      if (rewritten.stream().anyMatch(one -> one.family() == family)) {
        kernel.flows(family, count::restart, count::take);
      }
    }
    return count.result();
  }

  /** The numbers that were said where they are still good enough, else those that were found. */
  static List<FreePorts> settled(List<FreePorts> said, List<FreePorts> found) {
    Map<ResourceName, FreePorts> before = new HashMap<>();
    said.forEach(one -> before.put(one.source(), one));
    return found.stream()
        .map(
            one -> {
              FreePorts earlier = before.get(one.source());
              return earlier != null && isCloseTo(earlier.left(), one.left()) ? earlier : one;
            })
        .toList();
  }

  private static boolean isCloseTo(LocalPorts one, LocalPorts other) {
    return one.total() == other.total()
        && one.areRunningOut() == other.areRunningOut()
        && Math.abs(one.free() - other.free()) * STEPS < one.total()
        && Math.abs(one.leastFree() - other.leastFree()) * STEPS < LocalPorts.OF_ONE_ADDRESS;
  }
}
