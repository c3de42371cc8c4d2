package dev.lvs.agent.kernel;

import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.Change.AddService;
import dev.lvs.agent.model.Change.AddTunnel;
import dev.lvs.agent.model.Change.AddVip;
import dev.lvs.agent.model.Change.DaemonChange;
import dev.lvs.agent.model.Change.DeleteService;
import dev.lvs.agent.model.Change.DeleteVip;
import dev.lvs.agent.model.Change.DestinationChange;
import dev.lvs.agent.model.Change.EditService;
import dev.lvs.agent.model.Change.RestoreSysctl;
import dev.lvs.agent.model.Change.SetSysctl;
import dev.lvs.agent.model.Change.TableChange;
import dev.lvs.agent.model.Change.TimeoutChange;
import dev.lvs.agent.model.Change.TunnelChange;
import dev.lvs.agent.model.Outcome;
import dev.lvs.agent.model.ServiceKey;
import dev.lvs.agent.model.TunnelDevice;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What must have gone well in this round before another change of it may be made: nothing is put
 * into a virtual server that is not ours, no VIP is held where ARP would give it away, and nothing
 * is put onto a device that could not be made.
 */
final class Prerequisites {
  private static final String ABSENT = "ENOENT";

  private final Predicate<String> speaksArp;
  private final Map<ServiceKey, String> servicesNotOurs = new HashMap<>();
  private final Map<String, String> devicesNotMade = new HashMap<>();
  private Optional<String> vipsNotHidden = Optional.empty();
  private Optional<String> hiddenVipStays = Optional.empty();

  /**
   * @param speaksArp whether the interface of that name answers ARP for its own addresses
   */
  Prerequisites(Predicate<String> speaksArp) {
    this.speaksArp = speaksArp;
  }

  /**
   * Remembers an outcome.
   *
   * @param fresh whether the change is about something that was not ours before
   */
  void note(Outcome outcome, boolean fresh) {
    switch (outcome) {
      case Outcome.Applied _ -> {}
      case Outcome.AlreadySo already -> {
        if (already.change() instanceof AddService(var service, var _) && fresh) {
          servicesNotOurs.put(service, "somebody else added " + service + " in the meantime");
        }
      }
      // an interface that went away gives nothing away
      case Outcome.Refused(SetSysctl(var path, var _, var _), var cause, var _)
          when hides(path) && cause.equals(ABSENT) -> {}
      case Outcome.Refused refused -> failed(refused.change(), refused.message());
      case Outcome.Unknown unknown -> failed(unknown.change(), unknown.message());
    }
  }

  private void failed(Change change, String message) {
    switch (change) {
      case AddService(var service, var _) -> servicesNotOurs.put(service, message);
      case AddTunnel(TunnelDevice device) -> devicesNotMade.put(device.name(), message);
      case SetSysctl(var path, var _, var _) when hides(path) ->
          vipsNotHidden = Optional.of(message);
      case DeleteVip(var vip) when !speaksArp.test(vip.device()) ->
          hiddenVipStays = Optional.of(message);
      default -> {}
    }
  }

  /** Why a change must not be made, empty if it may. */
  Optional<Outcome.Refused> refusalOf(Change change) {
    Optional<String> reason =
        switch (change) {
          case DestinationChange one -> notOurs(one.service());
          case EditService(var service, var _) -> notOurs(service);
          case AddVip(var vip) ->
              Optional.ofNullable(devicesNotMade.get(vip.device()))
                  .or(() -> vipsNotHidden.filter(_ -> !speaksArp.test(vip.device())));
          case SetSysctl(var path, var _, var _) -> deviceNotMade(path);
          case RestoreSysctl(var path, var _) -> hides(path) ? hiddenVipStays : Optional.empty();
          case AddService _, DeleteService _, DeleteVip _ -> Optional.empty();
          case TunnelChange _, TableChange _, TimeoutChange _, DaemonChange _ -> Optional.empty();
        };
    // nearly always: a table is filled destination by destination
    if (reason.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Verdicts.refused(
            change, Outcome.Refused.PREREQUISITE, "not tried, because of this: " + reason.get()));
  }

  private Optional<String> notOurs(ServiceKey service) {
    return Optional.ofNullable(servicesNotOurs.get(service));
  }

  private Optional<String> deviceNotMade(String path) {
    return devicesNotMade.keySet().stream()
        .filter(device -> path.contains("/conf/" + device + "/"))
        .findFirst()
        .map(devicesNotMade::get);
  }

  private static boolean hides(String path) {
    return path.endsWith("/arp_ignore") || path.endsWith("/arp_announce");
  }
}
