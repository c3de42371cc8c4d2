package dev.lvs.agent.kernel.device;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.device.DeviceChange.AddDevice;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.model.device.Device;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Prerequisite;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Refuses changes on a device that could not be created. */
final class DevicesMade implements Prerequisite {
  private final Map<String, String> notMade = new HashMap<>();

  @Override
  public void note(Outcome outcome, boolean fresh) {
    switch (outcome) {
      case Outcome.Applied _, Outcome.AlreadySo _ -> {}
      case Outcome.Refused(var change, var _, var message) -> failed(change, message);
      case Outcome.Unknown(var change, var message) -> failed(change, message);
    }
  }

  private void failed(Change change, String message) {
    if (change instanceof AddDevice(Device device)) {
      notMade.put(device.name(), message);
    }
  }

  @Override
  public Optional<String> missingFor(Change change) {
    return switch (change) {
      case AddVip(var vip) -> Optional.ofNullable(notMade.get(vip.device()));
      case SetSysctl(var path, var _, var _) ->
          notMade.keySet().stream()
              .filter(device -> path.contains("/conf/" + device + "/"))
              .findFirst()
              .map(notMade::get);
      default -> Optional.empty();
    };
  }
}
