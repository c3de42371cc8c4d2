package dev.lvs.agent.kernel.device;

import dev.lvs.agent.kernel.device.DeviceChange.AddDevice;
import dev.lvs.agent.kernel.device.DeviceChange.DeleteDevice;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.device.Device;
import dev.lvs.agent.model.device.GuePort;
import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Steps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Diff of the devices that the agent makes and of ports of GUE. */
public final class DeviceDiff {
  private final List<OwnDevice> added = new ArrayList<>();
  private final List<OwnDevice> deleted = new ArrayList<>();
  private final List<OwnDevice> replaced = new ArrayList<>();
  private final List<Foreign> foreign = new ArrayList<>();

  public DeviceDiff(KernelState desired, KernelState observed, Ownership owned) {
    Map<Object, OwnDevice> present = new HashMap<>();
    observed.devices().forEach(device -> present.put(identity(device), device));
    for (OwnDevice wanted : desired.devices()) {
      OwnDevice same = present.get(identity(wanted));
      if (same == null) {
        added.add(wanted);
      } else if (!owned.devices().contains(same) || !same.equals(wanted)) {
        foreign.add(new Foreign.Device(same, !same.equals(wanted)));
      }
    }
    for (OwnDevice device : observed.devices()) {
      if (owned.devices().contains(device) && !desired.devices().contains(device)) {
        if (holdsForeignAddress(device, observed, owned)) {
          foreign.add(new Foreign.Device(device, false));
        } else {
          (isInTheWay(device) ? replaced : deleted).add(device);
        }
      }
    }
  }

  /** Returns what there can be only one of. */
  private static Object identity(OwnDevice own) {
    return switch (own) {
      case Device device -> device.name();
      case GuePort port -> port;
    };
  }

  /** Returns whether the kernel takes what is to be added only when this is gone. */
  private boolean isInTheWay(OwnDevice own) {
    return own instanceof TunnelDevice device
        && added.stream()
            .anyMatch(other -> other instanceof TunnelDevice twin && twin.takesTheSameAs(device));
  }

  public void makeWay(Steps steps) {
    replaced.forEach(device -> steps.add(new DeleteDevice(device)));
  }

  public void add(Steps steps) {
    added.forEach(device -> steps.add(new AddDevice(device)));
    foreign.forEach(steps::leave);
  }

  public void delete(Steps steps) {
    deleted.forEach(device -> steps.add(new DeleteDevice(device)));
  }

  /**
   * Returns whether a sysctl is one of a device that is created here, before which it does not
   * exist.
   */
  public boolean isOnAdded(String path) {
    return isOn(added, path);
  }

  /** Returns whether a sysctl is one of a device that is deleted here, and goes with it. */
  public boolean isOnDeleted(String path) {
    return isOn(deleted, path) || isOn(replaced, path);
  }

  /** Returns whether a device is deleted before the others are added. */
  public boolean isReplaced(String device) {
    return replaced.stream()
        .anyMatch(own -> own instanceof Device one && one.name().equals(device));
  }

  private static boolean isOn(List<OwnDevice> ends, String path) {
    return ends.stream()
        .anyMatch(
            own -> own instanceof Device device && path.contains("/conf/" + device.name() + "/"));
  }

  private static boolean holdsForeignAddress(OwnDevice own, KernelState observed, Ownership owned) {
    return own instanceof Device device
        && observed.vips().stream()
            .anyMatch(vip -> vip.device().equals(device.name()) && !owned.vips().contains(vip));
  }
}
