package dev.lvs.tool.convert.read;

import dev.lvs.ipvs.DestinationKey;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The health checks of the real servers of a block, each a field {@code healthCheck}, and where it
 * has several the others as {@code additionalHealthChecks}.
 *
 * <p>Where all real servers have the same it is their service's. Where some have another one, or
 * none, each has its own: one that a RealServer takes over from its service is not meant for it.
 */
public final class ServerChecks {
  private final SequencedMap<DestinationKey, List<Addition>> byKey = new LinkedHashMap<>();
  private final Set<List<Object>> distinct = new HashSet<>();

  /**
   * The checks of a real server, unless they have been said before.
   *
   * @param checks none where it is not checked
   */
  public void put(DestinationKey server, List<Addition> checks) {
    if (byKey.putIfAbsent(server, List.copyOf(checks)) == null) {
      distinct.add(checks.stream().map(Addition::value).toList());
    }
  }

  /** Returns whether anything is checked. */
  public boolean isAny() {
    return distinct.stream().anyMatch(checks -> !checks.isEmpty());
  }

  /** The checks that all of them have. */
  public List<Addition> common() {
    return distinct.size() == 1 ? byKey.firstEntry().getValue() : List.of();
  }

  /** The checks of one of them where these are not all the same. */
  public List<Addition> own(DestinationKey server) {
    return distinct.size() == 1 ? List.of() : byKey.getOrDefault(server, List.of());
  }

  /** What is said in another block counts here, unless this one says it of the real server. */
  public void addAll(ServerChecks others) {
    others.byKey.forEach(this::put);
  }
}
