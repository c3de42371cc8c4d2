package dev.lvs.agent.plan.draft;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.ProbeWays;
import dev.lvs.agent.model.Purposes;
import dev.lvs.agent.situation.Past;
import dev.lvs.ipvs.ServiceKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Desired state of a node, as it was planned.
 *
 * @param attribution the resource that each thing comes from
 * @param adopted virtual servers that are to be adopted if they are in the kernel already
 * @param obstacles parts of the plan that are not in the state, because this node cannot carry them
 *     out
 * @param rewritten the virtual servers of FULLNAT
 * @param purposes the virtual servers behind the VIPs of a director
 * @param ways of the probes that go as clients' packets do
 * @param past facts that planning has to know of it the next time
 * @param goodUntil when it expires because time alone changes it, by the clock of the situation;
 *     empty for never
 */
public record Desired(
    KernelState state,
    Attribution attribution,
    Set<ServiceKey> adopted,
    List<Obstacle> obstacles,
    List<Rewritten> rewritten,
    Purposes purposes,
    ProbeWays ways,
    Past past,
    Optional<Instant> goodUntil) {
  public Desired {
    adopted = Set.copyOf(adopted);
    obstacles = List.copyOf(obstacles);
    rewritten = List.copyOf(rewritten);
  }

  /** The same with another state. */
  public Desired with(KernelState other) {
    return new Desired(
        other, attribution, adopted, obstacles, rewritten, purposes, ways, past, goodUntil);
  }

  /** The same for no longer than until {@code end}, if there is one. */
  public Desired until(Optional<Instant> end) {
    return new Desired(
        state,
        attribution,
        adopted,
        obstacles,
        rewritten,
        purposes,
        ways,
        past,
        Stream.concat(goodUntil.stream(), end.stream()).min(Comparator.naturalOrder()));
  }
}
