package dev.lvs.agent.vrrp;

import dev.lvs.api.v1alpha1.StandDown;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether this director may have the VIPs of a group, and says why not: a clause, which is
 * empty where it may.
 */
final class VrrpFitness {
  private VrrpFitness() {}

  /**
   * Returns what there is against it after a round.
   *
   * @param running whether the interface is there, is up and has a carrier
   */
  static Optional<String> of(VrrpGroup group, boolean running, VrrpView view) {
    return planned(group)
        .or(() -> ofLink(group, running))
        .or(() -> ofSpeech(group, view))
        .or(() -> ofVips(group, view));
  }

  private static Optional<String> planned(VrrpGroup group) {
    return Optional.ofNullable(group.planned().standDown()).map(StandDown::why);
  }

  private static Optional<String> ofLink(VrrpGroup group, boolean running) {
    return running
        ? Optional.empty()
        : Optional.of("interface " + group.device() + " is down or has no carrier");
  }

  private static Optional<String> ofSpeech(VrrpGroup group, VrrpView view) {
    return group.speaking(view.facts()).routers().isEmpty()
        ? Optional.of(
            "interface %s has not the address %s, from which this node is to speak VRRP"
                .formatted(group.device(), group.planned().source()))
        : Optional.empty();
  }

  /** One VIP is enough: to leave for the others would make their failure that of all. */
  private static Optional<String> ofVips(VrrpGroup group, VrrpView view) {
    List<IpAddress> vips = group.vips();
    if (vips.stream().anyMatch(view.served()::contains)) {
      return Optional.empty();
    }
    return Optional.of(
        view.withdrawn().containsAll(vips)
            ? "the services on its VIPs have lost their quorum here (whenLost: withdraw)"
            : "none of its VIPs can be served here, see what the node reports of them");
  }
}
