package dev.lvs.agent.plan.health;

import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.Quorum;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.WhenLost;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.IpAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which services are below their quorum, and says what follows.
 *
 * <p>As in keepalived, a service goes down below one sum of weights and comes up at another ({@code
 * quorum} minus and plus {@code hysteresis} there), and one without any weight is down.
 */
public final class Quorums {
  private final Set<ServiceKey> before;
  private final Map<ServiceKey, Loss> losses = new LinkedHashMap<>();

  /** A service below its quorum, and the sum of its weights. */
  private record Loss(PlannedService service, Quorum quorum, long sum) {}

  /**
   * @param before the services that were below their quorum until now
   */
  Quorums(Set<ServiceKey> before) {
    this.before = before;
  }

  /**
   * Returns whether a service is below its quorum.
   *
   * @param sum of the weights of its servers that take clients
   */
  boolean isLost(PlannedService service, Quorum quorum, long sum) {
    int needed = before.contains(service.key()) ? quorum.up() : quorum.down();
    boolean lost = sum < Math.max(1, needed);
    if (lost) {
      losses.put(service.key(), new Loss(service, quorum, sum));
    }
    return lost;
  }

  /** Those that are below their quorum. */
  Set<ServiceKey> lost() {
    return new HashSet<>(losses.keySet());
  }

  /**
   * Returns whether a VIP is withdrawn: every VirtualService on it has lost its quorum and asks for
   * that. A VirtualService that still serves keeps it; to take it away would make the failure of
   * one that of all.
   */
  boolean withdraws(PlannedVip vip, List<PlannedMark> marks) {
    return !vip.sources().isEmpty()
        && vip.sources().stream().allMatch(source -> withdraws(vip, source, marks));
  }

  private boolean withdraws(PlannedVip vip, ResourceName source, List<PlannedMark> marks) {
    return losses.values().stream()
        .filter(loss -> loss.quorum().whenLost() == WhenLost.WITHDRAW)
        .map(Loss::service)
        .filter(service -> service.source().equals(source))
        .anyMatch(service -> isOn(service.key(), vip.address(), marks));
  }

  private static boolean isOn(ServiceKey key, IpAddress vip, List<PlannedMark> marks) {
    return switch (key) {
      case AddressKey one -> one.address().equals(vip);
      case MarkKey one -> {
        List<PlannedMark> its =
            marks.stream().filter(mark -> mark.firewallMark() == one.mark()).toList();
        yield its.isEmpty()
            ? one.family() == vip.family()
            : its.stream().anyMatch(mark -> mark.ports().vip().equals(vip));
      }
    };
  }

  /** Says of every service that is below its quorum what is done. */
  void tell(DesiredDraft draft) {
    losses.values().forEach(loss -> tell(loss, draft));
  }

  private static void tell(Loss loss, DesiredDraft draft) {
    PlannedService service = loss.service();
    String start =
        "The weights of its healthy real servers come to "
            + loss.sum()
            + ", which is below its quorum. ";
    String end = " It comes up again at " + loss.quorum().up() + ".";
    boolean sorry = isServedBySorryServer(service, loss.quorum());
    draft.obstacle(
        List.of(service.source()),
        "serve " + service.key() + " by its real servers",
        sorry ? Reason.SORRY_SERVER_IN_USE : Reason.QUORUM_LOST,
        start
            + (sorry
                ? "New connections go to its sorry server."
                : loss.quorum().whenLost() == WhenLost.WITHDRAW
                    ? "Its VIPs are withdrawn from this director, unless another VirtualService on"
                        + " them still serves."
                    : "Those that are left go on.")
            + end);
  }

  /** Returns whether a service that is below its quorum has a sorry server on this director. */
  static boolean isServedBySorryServer(PlannedService service, Quorum quorum) {
    return quorum.whenLost() == WhenLost.SORRY
        && service.realServers().size() < service.destinations().size();
  }

  /** Says that a VIP is withdrawn. */
  public static void tellWithdrawn(PlannedVip vip, DesiredDraft draft) {
    draft.obstacle(
        vip.sources(),
        "hold VIP " + vip.address(),
        Reason.VIP_WITHDRAWN,
        "The VIP is withdrawn from this director, because "
            + vip.sources().stream().map(ResourceName::toString).collect(Collectors.joining(", "))
            + " lost the quorum here (whenLost: withdraw). It comes back with it.");
  }
}
