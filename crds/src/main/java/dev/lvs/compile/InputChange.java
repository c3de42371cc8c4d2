package dev.lvs.compile;

import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.RealServerSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.resolve.NodeDuty;
import dev.lvs.compile.resolve.NodeReadiness;
import dev.lvs.compile.resolve.Upkeep;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Difference between two inputs that consists of nothing but the weights of RealServers.
 *
 * <p>A cache hands out the same objects again in the same order, so that finding it takes one
 * comparison of references for each resource; another order is a difference.
 */
record InputChange(List<RealServer> weighted) {
  /** Empty where something else differs, or more than can be told cheaply. */
  static Optional<InputChange> between(Input before, Input now) {
    List<RealServer> weighted = new ArrayList<>();
    boolean rest =
        Objects.equals(before.letGo(), now.letGo())
            && alike(before.virtualServices(), now.virtualServices(), InputChange::sameSpec)
            && alike(before.directorGroups(), now.directorGroups(), InputChange::sameSpec)
            && alike(before.addressPools(), now.addressPools(), InputChange::sameSpec)
            && alike(before.nodes(), now.nodes(), InputChange::sameNode)
            && alike(before.namespaces(), now.namespaces(), InputChange::sameLabels)
            && alike(
                before.realServers(),
                now.realServers(),
                (one, other) ->
                    Upkeep.sameNote(one, other)
                        && (sameSpec(one, other) || weighs(one, other, now.at(), weighted)));
    return rest ? Optional.of(new InputChange(weighted)) : Optional.empty();
  }

  @SuppressWarnings("ReferenceEquality") // the same object needs no second look
  private static <R> boolean alike(List<R> before, List<R> now, BiPredicate<R, R> same) {
    if (before.size() != now.size()) {
      return false;
    }
    for (int i = 0; i < now.size(); i++) {
      R one = before.get(i);
      R other = now.get(i);
      if (one != other && !same.test(one, other)) {
        return false;
      }
    }
    return true;
  }

  private static <S, R extends CustomResource<S, ?>> boolean sameSpec(R one, R other) {
    return sameLabels(one, other)
        && Objects.equals(one.getMetadata().getGeneration(), other.getMetadata().getGeneration())
        && Objects.equals(
            one.getMetadata().getCreationTimestamp(), other.getMetadata().getCreationTimestamp())
        && Objects.equals(one.getSpec(), other.getSpec());
  }

  private static boolean sameNode(Node one, Node other) {
    return sameLabels(one, other)
        && Objects.equals(one.getSpec(), other.getSpec())
        && NodeReadiness.of(one).equals(NodeReadiness.of(other))
        && NodeDuty.of(one).equals(NodeDuty.of(other))
        && Objects.equals(
            one.getStatus() == null ? null : one.getStatus().getAddresses(),
            other.getStatus() == null ? null : other.getStatus().getAddresses());
  }

  private static boolean sameLabels(HasMetadata one, HasMetadata other) {
    ObjectMeta metadata = one.getMetadata();
    return ResourceName.of(one).equals(ResourceName.of(other))
        && Objects.equals(metadata.getLabels(), other.getMetadata().getLabels());
  }

  private static boolean sameLabels(Namespace one, Namespace other) {
    return sameLabels((HasMetadata) one, (HasMetadata) other);
  }

  /** Returns whether only the weight differs, and new connections come by both. */
  private static boolean weighs(
      RealServer one, RealServer other, Instant at, List<RealServer> weighted) {
    RealServerSpec before = one.getSpec();
    RealServerSpec now = other.getSpec();
    boolean weighs =
        before != null
            && now != null
            && sameLabels(one, other)
            && !before.followsNode()
            && before.weight() > 0
            && now.weight() > 0
            && Upkeep.of(other, at).inForce().isEmpty()
            && withWeight(before, now.weight()).equals(now);
    if (weighs) {
      weighted.add(other);
    }
    return weighs;
  }

  private static RealServerSpec withWeight(RealServerSpec spec, int weight) {
    return new RealServerSpec(
        spec.address(),
        spec.nodeName(),
        spec.port(),
        weight,
        spec.thresholds(),
        spec.forwarding(),
        spec.tunnel(),
        spec.healthCheck(),
        spec.additionalHealthChecks(),
        spec.maintenance(),
        spec.followNodeReady());
  }
}
