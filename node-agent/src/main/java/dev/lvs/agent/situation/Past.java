package dev.lvs.agent.situation;

import dev.lvs.ipvs.ServiceKey;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Memory of planning: what was so until now decides together with what is so now. Planning gives it
 * out with each result, and is given it with the next situation.
 *
 * @param below the services that were below their quorum: what they need to come up again is not
 *     what they needed to go down
 * @param massFailure the one that lasts
 */
public record Past(Set<ServiceKey> below, Optional<MassFailure> massFailure) {
  /** Nothing is remembered. */
  public static final Past NONE = new Past(Set.of(), Optional.empty());

  public Past {
    below = Set.copyOf(below);
  }

  /**
   * Failure of all real servers of many virtual services at one moment.
   *
   * @param services the entries that lost all of them
   * @param began the earliest time at which one of these servers can have been counted as down
   */
  public record MassFailure(Set<ServiceKey> services, Instant began) {
    public MassFailure {
      services = Set.copyOf(services);
    }
  }
}
