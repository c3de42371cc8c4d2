package dev.lvs.agent.kernel.device;

import dev.lvs.agent.model.device.Device;
import dev.lvs.agent.model.device.DummyDevice;
import dev.lvs.agent.model.device.GuePort;
import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.model.device.TunnelKind;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.object.Claim;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.agent.object.Outcomes;
import dev.lvs.agent.object.OwningChange;
import java.util.Set;

/** A change of the devices that the agent makes, or of a port of GUE. */
public sealed interface DeviceChange extends OwningChange {
  OwnDevice device();

  /** Creates a device that is up, or opens a port. */
  record AddDevice(OwnDevice device) implements DeviceChange {}

  record DeleteDevice(OwnDevice device) implements DeviceChange {}

  @Override
  default ObjectKind<?> kind() {
    return Devices.KIND;
  }

  @Override
  default Claim claim() {
    return new Claim.Device(device());
  }

  @Override
  default boolean isEnd() {
    return this instanceof DeleteDevice;
  }

  @Override
  default Object subject() {
    return device();
  }

  @Override
  default String title() {
    return switch (this) {
      case AddDevice(var device) -> "create " + device.title();
      case DeleteDevice(var device) -> "delete " + device.title();
    };
  }

  @Override
  default String adminLine() {
    return switch (this) {
      case AddDevice(TunnelDevice device) ->
          "ip link add " + device.name() + " up type " + type(device);
      case AddDevice(DummyDevice(var name)) -> "ip link add " + name + " up type dummy";
      case AddDevice(GuePort port) -> fou(port, "add") + " gue";
      case DeleteDevice(Device device) -> "ip link del " + device.name();
      case DeleteDevice(GuePort port) -> fou(port, "del");
    };
  }

  @Override
  default String suspects() {
    return "NetworkManager, systemd-networkd, a script with ip link";
  }

  @Override
  default Set<Errno> done() {
    return switch (this) {
      case AddDevice _ -> Set.of(Errno.EEXIST);
      case DeleteDevice(Device _) -> Set.of(Errno.ENODEV);
      case DeleteDevice(GuePort _) -> Set.of(Errno.EINVAL);
    };
  }

  @Override
  default String reason(String errno) {
    return switch (this) {
      case AddDevice(TunnelDevice device) -> deviceReason(module(device.kind()), errno);
      case AddDevice(DummyDevice _) -> deviceReason(DummyDevice.KIND, errno);
      case AddDevice(GuePort port) -> portReason(port, errno);
      case DeleteDevice _ -> Outcomes.UNEXPECTED;
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
