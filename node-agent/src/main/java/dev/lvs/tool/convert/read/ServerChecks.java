package dev.lvs.tool.convert.read;

import dev.lvs.ipvs.DestinationKey;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The health checks of the real servers of a block, each a field {@code healthCheck}.
 *
 * <p>Where all real servers have the same it is their service's. Where some have another one, or
 * none, each has its own: one that a RealServer takes over from its service is not meant for it.
 */
public final class ServerChecks {
  private final SequencedMap<DestinationKey, Optional<Addition>> byKey = new LinkedHashMap<>();
  private final Set<Optional<Object>> distinct = new HashSet<>();

  /**
   * The check of a real server, unless it has been said before.
   *
   * @param check empty where it is not checked
   */
  public void put(DestinationKey server, Optional<Addition> check) {
    if (byKey.putIfAbsent(server, check) == null) {
      distinct.add(check.map(Addition::value));
    }
  }

  /** Whether anything is checked. */
  public boolean isAny() {
    return distinct.stream().anyMatch(Optional::isPresent);
  }

  /** The check that all of them have. */
  public Optional<Addition> common() {
    return distinct.size() == 1 ? byKey.firstEntry().getValue() : Optional.empty();
  }

  /** The check of one of them where these are not all the same. */
  public Optional<Addition> own(DestinationKey server) {
    return distinct.size() == 1 ? Optional.empty() : byKey.getOrDefault(server, Optional.empty());
  }

  /** What is said in another block counts here, unless this one says it of the real server. */
  public void addAll(ServerChecks others) {
    others.byKey.forEach(this::put);
  }
}
