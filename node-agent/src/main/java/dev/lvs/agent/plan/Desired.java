package dev.lvs.agent.plan;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Purposes;
import dev.lvs.ipvs.ServiceKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a node is to hold.
 *
 * @param attribution the resource that each thing comes from
 * @param adopted virtual servers that are to be taken over where they stand already
 * @param obstacles what of the plan is not in the state, because this node cannot carry it out
 * @param rewritten the virtual servers of FULLNAT
 * @param purposes what the VIPs of a director are for
 * @param goodUntil when time alone makes it another, by the clock of the situation; empty for never
 */
public record Desired(
    KernelState state,
    Attribution attribution,
    Set<ServiceKey> adopted,
    List<Obstacle> obstacles,
    List<Rewritten> rewritten,
    Purposes purposes,
    Optional<Instant> goodUntil) {
  public Desired {
    adopted = Set.copyOf(adopted);
    obstacles = List.copyOf(obstacles);
    rewritten = List.copyOf(rewritten);
  }

  /** The same with another state. */
  public Desired with(KernelState other) {
    return new Desired(other, attribution, adopted, obstacles, rewritten, purposes, goodUntil);
  }
}
