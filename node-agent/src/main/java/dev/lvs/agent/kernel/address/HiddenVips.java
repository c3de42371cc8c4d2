package dev.lvs.agent.kernel.address;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.address.VipChange.DeleteVip;
import dev.lvs.agent.kernel.sysctl.SysctlChange.RestoreSysctl;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Prerequisite;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Refuses to add a hidden VIP before ARP is suppressed for it, and to end the suppression before it
 * is removed.
 */
final class HiddenVips implements Prerequisite {
  private final Predicate<String> speaksArp;
  private Optional<String> notHidden = Optional.empty();
  private Optional<String> stays = Optional.empty();

  /**
   * @param speaksArp whether the interface of that name answers ARP for its own addresses
   */
  HiddenVips(Predicate<String> speaksArp) {
    this.speaksArp = speaksArp;
  }

  @Override
  public void note(Outcome outcome, boolean fresh) {
    switch (outcome) {
      case Outcome.Applied _, Outcome.AlreadySo _ -> {}
      case Outcome.Refused(var change, var _, var message) -> failed(change, message);
      case Outcome.Unknown(var change, var message) -> failed(change, message);
    }
  }

  private void failed(Change change, String message) {
    if (change instanceof SetSysctl(var path, var _, var _) && hides(path)) {
      notHidden = Optional.of(message);
    }
    if (change instanceof DeleteVip(var vip) && !speaksArp.test(vip.device())) {
      stays = Optional.of(message);
    }
  }

  @Override
  public Optional<String> missingFor(Change change) {
    return switch (change) {
      case AddVip(var vip) -> notHidden.filter(_ -> !speaksArp.test(vip.device()));
      case RestoreSysctl(var path, var _) -> stays.filter(_ -> hides(path));
      default -> Optional.empty();
    };
  }

  private static boolean hides(String path) {
    return path.endsWith("/arp_ignore") || path.endsWith("/arp_announce");
  }
}
