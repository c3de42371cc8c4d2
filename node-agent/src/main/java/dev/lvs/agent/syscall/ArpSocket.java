package dev.lvs.agent.syscall;

import java.time.Duration;
import java.util.List;

/** ARP messages of one interface: everything that comes in, and what is sent to all. */
public final class ArpSocket extends LinkSocket {
  /** Length of a message about IPv4 on Ethernet. */
  public static final int MESSAGE = 28;

  private static final int ETH_P_ARP = 0x0806;
  private static final byte[] BROADCAST = {-1, -1, -1, -1, -1, -1};

  /**
   * Opens a socket on an interface, in the network namespace of the calling thread.
   *
   * @param patience how long {@link #receive} waits
   * @throws dev.lvs.agent.netlink.TransportException without CAP_NET_RAW, or where there is no such
   *     interface
   */
  public ArpSocket(int interfaceIndex, Duration patience) {
    super(interfaceIndex, ETH_P_ARP, MESSAGE, patience, List.of());
  }

  /** Sends a message to all; gives 0 or an errno. */
  public int broadcast(byte[] message) {
    return send(message, BROADCAST);
  }
}
