package dev.lvs.agent.kernel;

import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.Change.AddDestination;
import dev.lvs.agent.model.Change.AddService;
import dev.lvs.agent.model.Change.AddTunnel;
import dev.lvs.agent.model.Change.AddVip;
import dev.lvs.agent.model.Change.DaemonChange;
import dev.lvs.agent.model.Change.DeleteService;
import dev.lvs.agent.model.Change.DeleteVip;
import dev.lvs.agent.model.Change.DestinationChange;
import dev.lvs.agent.model.Change.EditService;
import dev.lvs.agent.model.Change.ReplaceTable;
import dev.lvs.agent.model.Change.RestoreSysctl;
import dev.lvs.agent.model.Change.RouteChange;
import dev.lvs.agent.model.Change.SetSysctl;
import dev.lvs.agent.model.Change.StopDaemon;
import dev.lvs.agent.model.Change.TableChange;
import dev.lvs.agent.model.Change.TimeoutChange;
import dev.lvs.agent.model.Change.TunnelChange;
import dev.lvs.agent.model.Outcome;
import dev.lvs.agent.model.Purposes;
import dev.lvs.agent.model.Purposes.Purpose;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.TunnelDevice;
import dev.lvs.agent.object.Verdicts;
import dev.lvs.ipvs.ServiceKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What must have gone well in this round before another change of it may be made: nothing is put
 * into a virtual server that is not ours, no VIP is held where ARP would give it away or where
 * nothing stands that it is for, and nothing is put onto a device that could not be made.
 */
final class Prerequisites {
  private final Predicate<String> speaksArp;
  private final Purposes purposes;
  private final Map<ServiceKey, String> servicesNotOurs = new HashMap<>();
  private final Map<String, String> devicesNotMade = new HashMap<>();
  private Optional<String> vipsNotHidden = Optional.empty();
  private Optional<String> hiddenVipStays = Optional.empty();
  private Optional<String> tableNotWritten = Optional.empty();
  private Optional<String> daemonGoesOn = Optional.empty();

  /** New virtual servers of which no destination was taken so far, and why. */
  private final Map<ServiceKey, Optional<String>> empty = new HashMap<>();

  /**
   * @param speaksArp whether the interface of that name answers ARP for its own addresses
   * @param purposes what VIPs are for, as far as it does not stand already
   */
  Prerequisites(Predicate<String> speaksArp, Purposes purposes) {
    this.speaksArp = speaksArp;
    this.purposes = purposes;
  }

  /**
   * Remembers an outcome.
   *
   * @param fresh whether the change is about something that was not ours before
   */
  void note(Outcome outcome, boolean fresh) {
    switch (outcome) {
      case Outcome.Applied applied -> succeeded(applied.change());
      case Outcome.AlreadySo already -> {
        succeeded(already.change());
        if (already.change() instanceof AddService(var service, var _) && fresh) {
          servicesNotOurs.put(service, "somebody else added " + service + " in the meantime");
        }
      }
      case Outcome.Refused refused -> {
        failed(refused.change(), refused.message());
        // one that was to be taken over stays somebody else's
        if (refused.change() instanceof EditService(var service, var _) && fresh) {
          servicesNotOurs.put(service, refused.message());
        }
      }
      case Outcome.Unknown unknown -> failed(unknown.change(), unknown.message());
    }
  }

  private void succeeded(Change change) {
    switch (change) {
      case AddService(var service, var _) -> empty.put(service, Optional.empty());
      case AddDestination(var service, var _, var _) -> empty.remove(service);
      default -> {}
    }
  }

  private void failed(Change change, String message) {
    switch (change) {
      case AddDestination(var service, var _, var _) ->
          empty.computeIfPresent(service, (_, _) -> Optional.of(message));
      case StopDaemon _ -> daemonGoesOn = Optional.of(message);
      case ReplaceTable _ -> tableNotWritten = Optional.of(message);
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
          case SetSysctl(var path, var _, var _) ->
              deviceNotMade(path)
                  .or(() -> daemonGoesOn.filter(_ -> SyncDaemon.READ_AT_START.contains(path)));
          case RestoreSysctl(var path, var _) -> hides(path) ? hiddenVipStays : Optional.empty();
          case AddService _, DeleteService _, DeleteVip _ -> Optional.empty();
          case RouteChange _ -> Optional.empty();
          case TunnelChange _, TableChange _, TimeoutChange _, DaemonChange _ -> Optional.empty();
        };
    if (reason.isPresent()) {
      return Optional.of(
          Verdicts.refused(
              change, Outcome.Refused.PREREQUISITE, "not tried, because of this: " + reason.get()));
    }
    // nearly always: a table is filled destination by destination
    return change instanceof AddVip(var vip)
        ? purposes.against(vip, this::fault).map(why -> Outcome.Refused.withheld(vip, why))
        : Optional.empty();
  }

  private Optional<String> fault(Purpose purpose) {
    ServiceKey service = purpose.service();
    return notOurs(service)
        .or(() -> tableNotWritten.filter(_ -> !purpose.rules().isEmpty()))
        .or(() -> empty.getOrDefault(service, Optional.empty()));
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
