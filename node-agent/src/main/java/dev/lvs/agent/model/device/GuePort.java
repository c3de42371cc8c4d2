package dev.lvs.agent.model.device;

import dev.lvs.ipvs.Ports;
import dev.lvs.net.AddressFamily;

/**
 * A UDP port at which the kernel decapsulates GUE, on every address of the node ({@code
 * fou_create}, net/ipv4/fou_core.c).
 *
 * @param family of the outer packets
 * @param port 1 to 65535
 */
public record GuePort(AddressFamily family, int port) implements OwnDevice {
  public GuePort {
    Ports.check(port);
    if (port == 0) {
      throw new IllegalArgumentException("GUE has a port");
    }
  }

  @Override
  public String title() {
    return family.text() + " GUE port " + port;
  }
}
