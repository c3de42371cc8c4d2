package dev.lvs.agent.kernel.tunnel;

import dev.lvs.agent.kernel.tunnel.TunnelChange.AddTunnel;
import dev.lvs.agent.kernel.tunnel.TunnelChange.DeleteTunnel;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.tunnel.DummyDevice;
import dev.lvs.agent.model.tunnel.GuePort;
import dev.lvs.agent.model.tunnel.TunnelDevice;
import dev.lvs.agent.model.tunnel.Unwrapper;
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
public final class Unwrappers implements KernelPart<Set<Unwrapper>> {
  private final TunnelDevices devices;
  private final DummyDevices dummies;
  private final GuePorts ports;

  public Unwrappers(KernelAccess access) {
    this.devices = new TunnelDevices(access.route());
    this.dummies = new DummyDevices(access.route());
    this.ports = new GuePorts(access.generic());
  }

  @Override
  public Set<Unwrapper> observe(Asked asked) {
    return read(asked.links().get());
  }

  public Set<Unwrapper> read(Links links) {
    Set<Unwrapper> all = new TreeSet<>(TunnelDevices.of(links));
    all.addAll(DummyDevices.of(links));
    all.addAll(ports.read());
    return all;
  }

  /** Adds and deletes, one after the other. */
  @Override
  public List<Outcome> apply(List<Change> changes, Supplier<Ownership> owned) {
    return KernelPart.all(TunnelChange.class, changes).stream().map(this::apply).toList();
  }

  private Outcome apply(TunnelChange change) {
    return switch (change) {
      case AddTunnel(TunnelDevice device) -> devices.add(change, device);
      case AddTunnel(DummyDevice device) -> dummies.add(change, device);
      case AddTunnel(GuePort port) -> ports.add(change, port);
      case DeleteTunnel(TunnelDevice device) -> devices.delete(change, device);
      case DeleteTunnel(DummyDevice device) -> dummies.delete(change, device);
      case DeleteTunnel(GuePort port) -> ports.delete(change, port);
    };
  }
}
