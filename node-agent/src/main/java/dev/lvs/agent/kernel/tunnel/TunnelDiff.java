package dev.lvs.agent.kernel.tunnel;

import dev.lvs.agent.kernel.tunnel.TunnelChange.AddTunnel;
import dev.lvs.agent.kernel.tunnel.TunnelChange.DeleteTunnel;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.tunnel.Device;
import dev.lvs.agent.model.tunnel.GuePort;
import dev.lvs.agent.model.tunnel.TunnelDevice;
import dev.lvs.agent.model.tunnel.Unwrapper;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Steps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Diff of tunnel devices and ports of GUE. */
public final class TunnelDiff {
  private final List<Unwrapper> added = new ArrayList<>();
  private final List<Unwrapper> deleted = new ArrayList<>();
  private final List<Unwrapper> replaced = new ArrayList<>();
  private final List<Foreign> foreign = new ArrayList<>();

  public TunnelDiff(KernelState desired, KernelState observed, Ownership owned) {
    Map<Object, Unwrapper> present = new HashMap<>();
    observed.tunnels().forEach(end -> present.put(identity(end), end));
    for (Unwrapper wanted : desired.tunnels()) {
      Unwrapper same = present.get(identity(wanted));
      if (same == null) {
        added.add(wanted);
      } else if (!owned.tunnels().contains(same) || !same.equals(wanted)) {
        foreign.add(new Foreign.Tunnel(same, !same.equals(wanted)));
      }
    }
    for (Unwrapper end : observed.tunnels()) {
      if (owned.tunnels().contains(end) && !desired.tunnels().contains(end)) {
        if (holdsForeignAddress(end, observed, owned)) {
          foreign.add(new Foreign.Tunnel(end, false));
        } else {
          (isInTheWay(end) ? replaced : deleted).add(end);
        }
      }
    }
  }

  /** Returns what there can be only one of. */
  private static Object identity(Unwrapper end) {
    return switch (end) {
      case Device device -> device.name();
      case GuePort port -> port;
    };
  }

  /** Returns whether the kernel takes what is to be added only when this is gone. */
  private boolean isInTheWay(Unwrapper end) {
    return end instanceof TunnelDevice device
        && added.stream()
            .anyMatch(other -> other instanceof TunnelDevice twin && twin.takesTheSameAs(device));
  }

  public void makeWay(Steps steps) {
    replaced.forEach(end -> steps.add(new DeleteTunnel(end)));
  }

  public void add(Steps steps) {
    added.forEach(end -> steps.add(new AddTunnel(end)));
    foreign.forEach(steps::leave);
  }

  public void delete(Steps steps) {
    deleted.forEach(end -> steps.add(new DeleteTunnel(end)));
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
        .anyMatch(end -> end instanceof Device own && own.name().equals(device));
  }

  private static boolean isOn(List<Unwrapper> ends, String path) {
    return ends.stream()
        .anyMatch(
            end -> end instanceof Device device && path.contains("/conf/" + device.name() + "/"));
  }

  private static boolean holdsForeignAddress(Unwrapper end, KernelState observed, Ownership owned) {
    return end instanceof Device device
        && observed.vips().stream()
            .anyMatch(vip -> vip.device().equals(device.name()) && !owned.vips().contains(vip));
  }
}
