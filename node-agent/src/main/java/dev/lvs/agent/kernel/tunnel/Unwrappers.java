package dev.lvs.agent.kernel.tunnel;

import dev.lvs.agent.model.Change.AddTunnel;
import dev.lvs.agent.model.Change.DeleteTunnel;
import dev.lvs.agent.model.Change.TunnelChange;
import dev.lvs.agent.model.GuePort;
import dev.lvs.agent.model.Outcome;
import dev.lvs.agent.model.TunnelDevice;
import dev.lvs.agent.model.Unwrapper;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.object.Verdicts;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What unwraps on a real server: tunnel devices, and ports of GUE. */
public final class Unwrappers {
  private final TunnelDevices devices;
  private final GuePorts ports;

  public Unwrappers(Exchange route, Exchange generic) {
    this.devices = new TunnelDevices(route);
    this.ports = new GuePorts(generic);
  }

  public Set<Unwrapper> read(Links links) {
    Set<Unwrapper> all = new TreeSet<>(TunnelDevices.of(links));
    all.addAll(ports.read());
    return all;
  }

  /** Adds and deletes, one after the other. */
  public List<Outcome> apply(List<TunnelChange> changes, Verdicts verdicts) {
    return changes.stream().map(change -> apply(change, verdicts)).toList();
  }

  private Outcome apply(TunnelChange change, Verdicts verdicts) {
    return switch (change) {
      case AddTunnel(TunnelDevice device) -> devices.add(change, device, verdicts);
      case AddTunnel(GuePort port) -> ports.add(change, port, verdicts);
      case DeleteTunnel(TunnelDevice device) -> devices.delete(change, device, verdicts);
      case DeleteTunnel(GuePort port) -> ports.delete(change, port, verdicts);
    };
  }
}
