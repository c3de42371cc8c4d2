package dev.lvs.agent.plan;

import dev.lvs.agent.model.TunnelDevice;
import dev.lvs.agent.model.TunnelType;
import dev.lvs.net.IpAddress;
import java.util.HexFormat;

/**
 * The names of our tunnel devices. They say which address the device is for, so that the same plan
 * finds the same device again: {@code lvsi-c6336415} for 198.51.100.21.
 */
final class TunnelNames {
  private TunnelNames() {}

  /** The device that unwraps IP in IP sent to an address of this node. */
  static TunnelDevice ipip(IpAddress local) {
    // a name has 15 bytes at most, an IPv6 address 32 hexadecimal digits
    int digits =
        switch (local.family()) {
          case IPV4 -> (int) local.low();
          case IPV6 -> 31 * Long.hashCode(local.high()) + Long.hashCode(local.low());
        };
    return new TunnelDevice("lvsi-" + HexFormat.of().toHexDigits(digits), TunnelType.IPIP, local);
  }
}
