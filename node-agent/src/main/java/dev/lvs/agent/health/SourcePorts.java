package dev.lvs.agent.health;

import dev.lvs.agent.model.ProbeWay.Forwarded;
import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Ports that forwarded probes come from: each check has its own, so that a connection that IPVS
 * still remembers by addresses and ports leads to the same real server as its next probe. Not
 * thread-safe.
 *
 * <p>They lie below those that the kernel gives out by itself (ip_local_port_range) and those of
 * NodePorts.
 */
final class SourcePorts {
  static final int FIRST = 12_000;
  static final int LAST = 29_999;

  /** Longer than IPVS remembers a flow that ended: UDP has 5 minutes. */
  static final Duration REST = Duration.ofMinutes(10);

  private static final int COUNT = LAST - FIRST + 1;

  /** Number of ports used by other programs that are passed over. */
  private static final int TRIES = 100;

  private final InstantSource clock;
  private final Usable usable;
  private final Map<Space, Map<Use, Integer>> given = new HashMap<>();
  private final Map<Space, Map<Integer, Instant>> resting = new HashMap<>();
  private final Set<Use> asked = new HashSet<>();

  /** Tests that no program of this node listens on a port of an address. */
  @FunctionalInterface
  interface Usable {
    boolean test(IpAddress source, int port);
  }

  /** A source and what it asks: ports of different ones have nothing to do with each other. */
  private record Space(IpAddress source, IpAddress vip, int port) {
    static Space of(Forwarded way) {
      return new Space(way.source(), way.vip(), way.port());
    }
  }

  private record Use(Forwarded way, HealthCheck check) {}

  SourcePorts(InstantSource clock, Usable usable) {
    this.clock = clock;
    this.usable = usable;
  }

  /** The port of a check; empty where none is left. */
  OptionalInt of(Forwarded way, HealthCheck check) {
    Use use = new Use(way, check);
    asked.add(use);
    Space space = Space.of(way);
    Map<Use, Integer> inUse = given.computeIfAbsent(space, _ -> new HashMap<>());
    Integer port = inUse.get(use);
    if (port != null) {
      return OptionalInt.of(port);
    }
    OptionalInt free = free(space, way, new HashSet<>(inUse.values()));
    free.ifPresent(one -> inUse.put(use, one));
    return free;
  }

  /** Takes the ports back that were not asked for since the last time. */
  void tidy() {
    Instant now = clock.instant();
    given.forEach(
        (space, inUse) ->
            inUse
                .entrySet()
                .removeIf(
                    entry -> {
                      boolean ended = !asked.contains(entry.getKey());
                      if (ended) {
                        resting
                            .computeIfAbsent(space, _ -> new HashMap<>())
                            .put(entry.getValue(), now.plus(REST));
                      }
                      return ended;
                    }));
    given.values().removeIf(Map::isEmpty);
    resting.values().forEach(ports -> ports.values().removeIf(end -> !end.isAfter(now)));
    resting.values().removeIf(Map::isEmpty);
    asked.clear();
  }

  /** From a place on that follows from the mark: after a restart mostly the same one. */
  private OptionalInt free(Space space, Forwarded way, Set<Integer> inUse) {
    Set<Integer> tired = resting.getOrDefault(space, Map.of()).keySet();
    int start = Math.floorMod(Long.hashCode(way.service().mark() * 0x9e37_79b9_7f4a_7c15L), COUNT);
    int tries = 0;
    for (int step = 0; step < COUNT && tries < TRIES; step++) {
      int port = FIRST + (start + step) % COUNT;
      if (!inUse.contains(port) && !tired.contains(port)) {
        if (usable.test(way.source(), port)) {
          return OptionalInt.of(port);
        }
        tries++;
      }
    }
    return OptionalInt.empty();
  }
}
