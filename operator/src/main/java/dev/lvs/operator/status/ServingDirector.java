package dev.lvs.operator.status;

import static dev.lvs.operator.status.condition.Verdict.PENDING;
import static dev.lvs.operator.status.condition.Verdict.READY;

import dev.lvs.api.v1alpha1.VipHolder;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.operator.status.Rollout.OnNode;
import dev.lvs.operator.status.condition.Verdict;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.PlanProgress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Director that serves a VirtualService where one at a time has its VIPs: what the others make of
 * the service is no matter to clients.
 *
 * @param holding empty where each director has the VIPs
 * @param vips of the service
 * @param rollout of all nodes of the service
 */
record ServingDirector(Optional<GroupHolding> holding, List<String> vips, Rollout rollout) {
  /** Reads it; {@code holding} counts only where the VIPs of the service have a Lease. */
  static ServingDirector of(Facts.OfService facts, GroupHolding holding, Rollout rollout) {
    return new ServingDirector(
        facts.compiled().movingGroup().map(_ -> holding), facts.compiled().addresses(), rollout);
  }

  /** The director that has the VIPs, if one is known to, as the status shows it. */
  @Nullable VipHolder shown() {
    return holding.flatMap(GroupHolding::holder).orElse(null);
  }

  /**
   * Returns the nodes by which clients are served: of the directors only the one that has the VIPs,
   * where that is known.
   *
   * @param hosts nodes of real servers, some of which may be directors too
   */
  Rollout nodes(Set<String> hosts) {
    return node()
        .map(
            holder ->
                new Rollout(
                    rollout.nodes().stream()
                        .filter(it -> it.node().equals(holder) || hosts.contains(it.node()))
                        .map(it -> it.node().equals(holder) ? it : asRealServer(it))
                        .toList()))
        .orElse(rollout);
  }

  /** Returns whether the same director as in {@code before} serves. */
  boolean isAsIn(VirtualServiceStatus before) {
    VipHolder last = before.holder();
    return holding.isEmpty() || (last != null && node().filter(last.node()::equals).isPresent());
  }

  /**
   * Returns the readiness by the nodes that serve, and no better than what is known of who has the
   * VIPs.
   *
   * @param free by the nodes that serve
   * @param progress of nodes with the service, by node
   */
  Verdict bound(Verdict free, Map<String, PlanProgress> progress) {
    if (holding.isEmpty()) {
      return free;
    }
    Verdict ready = holding.get().conflict(vips).map(free::atMost).orElse(free);
    Optional<String> holder = holding.get().node();
    if (holder.isEmpty()) {
      return ready.atMost(holding.get().held());
    }
    Optional<OnNode> director = director(holder.get());
    if (director.isEmpty()) {
      return ready.atMost(
          progress.containsKey(holder.get()) ? leaving(holder.get()) : strange(holder.get()));
    }
    return ready.truth() == Verdict.Truth.TRUE || director.get().isProgrammed()
        ? ready
        : new Verdict(
            READY,
            ready.truth(),
            ready.reason(),
            holder.get() + " has the VIPs. " + ready.message());
  }

  private static Verdict leaving(String holder) {
    return Verdict.unknown(
        READY,
        PENDING,
        "%s has the VIPs and is no director of this service any more; another takes them when it has carried out its plan."
            .formatted(holder));
  }

  private static Verdict strange(String holder) {
    return Verdict.no(
        READY,
        "HolderCannotServe",
        "%s has the VIPs by the Lease of the DirectorGroup and is no director of this service; if it stays so, restart lvs-node-agent there, or delete the Lease where the node is gone."
            .formatted(holder));
  }

  private Optional<String> node() {
    return holding.flatMap(GroupHolding::node).filter(node -> director(node).isPresent());
  }

  private Optional<OnNode> director(String node) {
    return rollout.nodes().stream()
        .filter(it -> it.director() && it.node().equals(node))
        .findFirst();
  }

  private static OnNode asRealServer(OnNode it) {
    return new OnNode(
        it.node(), false, it.state(), it.generation(), it.said(), it.trouble(), it.left());
  }
}
