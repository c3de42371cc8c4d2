package dev.lvs.agent.diff;

import dev.lvs.agent.diff.Diff.Steps;
import dev.lvs.agent.model.Change.AddTunnel;
import dev.lvs.agent.model.Change.DeleteTunnel;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.TunnelDevice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The part about tunnel devices. */
final class TunnelDiff {
  private final List<TunnelDevice> added = new ArrayList<>();
  private final List<TunnelDevice> deleted = new ArrayList<>();
  private final List<Foreign> foreign = new ArrayList<>();

  TunnelDiff(KernelState desired, KernelState observed, Ownership owned) {
    Map<String, TunnelDevice> present = new HashMap<>();
    observed.tunnels().forEach(device -> present.put(device.name(), device));
    for (TunnelDevice wanted : desired.tunnels()) {
      TunnelDevice same = present.get(wanted.name());
      if (same == null) {
        added.add(wanted);
      } else if (!owned.tunnels().contains(same) || !same.equals(wanted)) {
        foreign.add(new Foreign.Tunnel(same, !same.equals(wanted)));
      }
    }
    for (TunnelDevice device : observed.tunnels()) {
      if (owned.tunnels().contains(device) && !desired.tunnels().contains(device)) {
        if (holdsForeignAddress(device, observed, owned)) {
          foreign.add(new Foreign.Tunnel(device, false));
        } else {
          deleted.add(device);
        }
      }
    }
  }

  void add(Steps steps) {
    added.forEach(device -> steps.add(new AddTunnel(device)));
    foreign.forEach(steps::leave);
  }

  void delete(Steps steps) {
    deleted.forEach(device -> steps.add(new DeleteTunnel(device)));
  }

  /** Whether a sysctl is one of a device that is created here, before which it does not exist. */
  boolean isOnAdded(String path) {
    return isOn(added, path);
  }

  /** Whether a sysctl is one of a device that is deleted here, and goes with it. */
  boolean isOnDeleted(String path) {
    return isOn(deleted, path);
  }

  private static boolean isOn(List<TunnelDevice> devices, String path) {
    return devices.stream().anyMatch(device -> path.contains("/conf/" + device.name() + "/"));
  }

  private static boolean holdsForeignAddress(
      TunnelDevice device, KernelState observed, Ownership owned) {
    return observed.vips().stream()
        .anyMatch(vip -> vip.device().equals(device.name()) && !owned.vips().contains(vip));
  }
}
