package dev.lvs.agent.kernel.device;

import dev.lvs.agent.kernel.device.DeviceChange.AddDevice;
import dev.lvs.agent.kernel.device.DeviceChange.DeleteDevice;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.device.DummyDevice;
import dev.lvs.agent.model.device.GuePort;
import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.object.Asked;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.Outcome;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Devices that the agent makes, and UDP ports of GUE. */
public final class OwnDevices implements KernelPart<Set<OwnDevice>> {
  private final TunnelDevices devices;
  private final DummyDevices dummies;
  private final GuePorts ports;

  public OwnDevices(KernelAccess access) {
    this.devices = new TunnelDevices(access.route());
    this.dummies = new DummyDevices(access.route());
    this.ports = new GuePorts(access.generic());
  }

  @Override
  public Set<OwnDevice> observe(Asked asked) {
    return read(asked.links().get());
  }

  public Set<OwnDevice> read(Links links) {
    Set<OwnDevice> all = new TreeSet<>(TunnelDevices.of(links));
    all.addAll(DummyDevices.of(links));
    all.addAll(ports.read());
    return all;
  }

  /** Adds and deletes, one after the other. */
  @Override
  public List<Outcome> apply(List<Change> changes, Supplier<Ownership> owned) {
    return KernelPart.all(DeviceChange.class, changes).stream().map(this::apply).toList();
  }

  private Outcome apply(DeviceChange change) {
    return switch (change) {
      case AddDevice(TunnelDevice device) -> devices.add(change, device);
      case AddDevice(DummyDevice device) -> dummies.add(change, device);
      case AddDevice(GuePort port) -> ports.add(change, port);
      case DeleteDevice(TunnelDevice device) -> devices.delete(change, device);
      case DeleteDevice(DummyDevice device) -> dummies.delete(change, device);
      case DeleteDevice(GuePort port) -> ports.delete(change, port);
    };
  }
}
