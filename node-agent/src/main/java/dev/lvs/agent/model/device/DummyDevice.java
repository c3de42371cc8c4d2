package dev.lvs.agent.model.device;

/**
 * A device that sends and receives nothing, and has addresses ({@code ip link add ... type dummy},
 * drivers/net/dummy.c).
 */
public record DummyDevice(String name) implements Device {
  /** Kind of the device in the kernel (IFLA_INFO_KIND). */
  public static final String KIND = "dummy";

  /** Device of the VIPs that BGP speakers announce: what is on it is announced. */
  public static final DummyDevice BGP = new DummyDevice("lvs-bgp");

  @Override
  public String title() {
    return "dummy device " + name;
  }
}
