package dev.lvs.agent.kernel.tunnel;

import dev.lvs.agent.model.tunnel.Device;
import dev.lvs.agent.model.tunnel.DummyDevice;
import dev.lvs.agent.model.tunnel.GuePort;
import dev.lvs.agent.model.tunnel.TunnelDevice;
import dev.lvs.agent.model.tunnel.TunnelKind;
import dev.lvs.agent.model.tunnel.Unwrapper;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.object.Claim;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.agent.object.Outcomes;
import dev.lvs.agent.object.OwningChange;
import java.util.Set;

/** A change of the devices that the agent makes, or of a port of GUE. */
public sealed interface TunnelChange extends OwningChange {
  Unwrapper end();

  /** Creates a device that is up, or opens a port. */
  record AddTunnel(Unwrapper end) implements TunnelChange {}

  record DeleteTunnel(Unwrapper end) implements TunnelChange {}

  @Override
  default ObjectKind<?> kind() {
    return Tunnels.KIND;
  }

  @Override
  default Claim claim() {
    return new Claim.Tunnel(end());
  }

  @Override
  default boolean isEnd() {
    return this instanceof DeleteTunnel;
  }

  @Override
  default Object subject() {
    return end();
  }

  @Override
  default String title() {
    return switch (this) {
      case AddTunnel(var end) -> "create " + end.title();
      case DeleteTunnel(var end) -> "delete " + end.title();
    };
  }

  @Override
  default String adminLine() {
    return switch (this) {
      case AddTunnel(TunnelDevice device) ->
          "ip link add " + device.name() + " up type " + type(device);
      case AddTunnel(DummyDevice(var name)) -> "ip link add " + name + " up type dummy";
      case AddTunnel(GuePort port) -> fou(port, "add") + " gue";
      case DeleteTunnel(Device device) -> "ip link del " + device.name();
      case DeleteTunnel(GuePort port) -> fou(port, "del");
    };
  }

  @Override
  default String suspects() {
    return "NetworkManager, systemd-networkd, a script with ip link";
  }

  @Override
  default Set<Errno> done() {
    return switch (this) {
      case AddTunnel _ -> Set.of(Errno.EEXIST);
      case DeleteTunnel(Device _) -> Set.of(Errno.ENODEV);
      case DeleteTunnel(GuePort _) -> Set.of(Errno.EINVAL);
    };
  }

  @Override
  default String reason(String errno) {
    return switch (this) {
      case AddTunnel(TunnelDevice device) -> deviceReason(module(device.kind()), errno);
      case AddTunnel(DummyDevice _) -> deviceReason(DummyDevice.KIND, errno);
      case AddTunnel(GuePort port) -> portReason(port, errno);
      case DeleteTunnel _ -> Outcomes.UNEXPECTED;
    };
  }

  private static String type(TunnelDevice device) {
    String mode = device.kind() == TunnelKind.IP6TNL ? " mode any" : "";
    String any =
        switch (device.kind().outer()) {
          case IPV4 -> "any";
          case IPV6 -> "::";
        };
    return device.kind().kernelName()
        + mode
        + " local "
        + device.local()
        + " remote "
        + any
        + (device.checksum() ? " icsum" : "");
  }

  private static String fou(GuePort port, String verb) {
    String family =
        switch (port.family()) {
          case IPV4 -> "";
          case IPV6 -> "-6 ";
        };
    return "ip " + family + "fou " + verb + " port " + port.port();
  }

  private static String deviceReason(String module, String errno) {
    return errno.equals("EOPNOTSUPP")
        ? "it has no such devices; load the module " + module + " (modprobe)"
        : Outcomes.UNEXPECTED;
  }

  private static String module(TunnelKind kind) {
    return switch (kind) {
      case IPIP -> "ipip";
      case SIT -> "sit";
      case IP6TNL -> "ip6_tunnel";
      case GRE -> "ip_gre";
      case IP6GRE -> "ip6_gre";
    };
  }

  private static String portReason(GuePort port, String errno) {
    return switch (errno) {
      case "EADDRINUSE" ->
          "something else on this node listens at UDP port "
              + port.port()
              + "; stop it, or change the port of the tunnel";
      case "EAFNOSUPPORT", "EPFNOSUPPORT" ->
          "this kernel has no GUE over " + port.family().text() + "; use ipip or gre";
      default -> Outcomes.UNEXPECTED;
    };
  }
}
