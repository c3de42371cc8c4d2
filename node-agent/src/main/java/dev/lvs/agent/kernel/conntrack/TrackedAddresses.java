package dev.lvs.agent.kernel.conntrack;

import dev.lvs.agent.model.Flow;
import dev.lvs.ipvs.Protocol;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Addresses to which conntrack knows connections, such as those of UDP, and those that are handed
 * on to pods (DNAT), of which no socket of this namespace tells.
 *
 * <p>A look goes through all of conntrack, so it comes so seldom that it takes 1 % of the time.
 * Where nobody has this kernel track connections it is not asked, since that would load modules.
 */
public final class TrackedAddresses {
  /** So long IPVS remembers a UDP client that says nothing; conntrack half a minute and more. */
  private static final Duration QUIET = Duration.ofMinutes(5);

  private static final int PAUSES = 100;
  private static final String COUNT = "sys/net/netfilter/nf_conntrack_count";

  private final Flows flows;
  private final Path proc;
  private final LongSupplier nanoseconds;
  private final Map<IpAddress, Long> heard = new HashMap<>();
  private Set<IpAddress> asked = Set.of();
  private Map<IpAddress, Integer> found = Map.of();
  private long next;

  /**
   * @param proc where procfs is mounted
   * @param nanoseconds a clock that only goes forward
   */
  public TrackedAddresses(Flows flows, Path proc, LongSupplier nanoseconds) {
    this.flows = flows;
    this.proc = proc;
    this.nanoseconds = nanoseconds;
    this.next = nanoseconds.getAsLong();
  }

  /**
   * How many connections go to each of the addresses, at the last look; without those that have
   * none.
   *
   * @param counts which connections count
   */
  public Map<IpAddress, Integer> among(Set<IpAddress> addresses, Predicate<Flow> counts) {
    heard.keySet().retainAll(addresses);
    if (addresses.isEmpty()) {
      return Map.of();
    }
    long start = nanoseconds.getAsLong();
    if (!asked.equals(addresses) || start - next >= 0) {
      asked = Set.copyOf(addresses);
      found = isTracking() ? look(start, counts) : Map.of();
      long end = nanoseconds.getAsLong();
      next = end + (end - start) * PAUSES;
    }
    Map<IpAddress, Integer> all = new HashMap<>(found);
    heard.forEach(
        (address, last) -> {
          if (start - last < QUIET.toNanos()) {
            all.putIfAbsent(address, 1);
          }
        });
    return all;
  }

  private Map<IpAddress, Integer> look(long now, Predicate<Flow> counts) {
    Map<IpAddress, Integer> seen = new HashMap<>();
    for (AddressFamily family : AddressFamily.values()) {
      if (asked.stream().anyMatch(address -> address.family() == family)) {
        flows.read(
            family,
            () -> {},
            flow -> {
              IpAddress address = flow.original().destination();
              if (asked.contains(address) && counts.test(flow)) {
                seen.merge(address, 1, Integer::sum);
                if (flow.protocol().equals(Protocol.UDP)) {
                  heard.put(address, now);
                }
              }
            });
      }
    }
    return seen;
  }

  private boolean isTracking() {
    try {
      return !Files.readString(proc.resolve(COUNT)).strip().equals("0");
    } catch (IOException noConntrack) {
      return false;
    }
  }
}
