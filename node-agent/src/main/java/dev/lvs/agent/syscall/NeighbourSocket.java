package dev.lvs.agent.syscall;

import java.time.Duration;
import java.util.List;

/**
 * Neighbour advertisements that come in at one interface, as IPv6 packets, whatever a firewall says
 * of them, and what is sent to find them out.
 */
public final class NeighbourSocket extends LinkSocket {
  private static final int ETH_P_IPV6 = 0x86dd;

  /** An advertisement with all the options that are known, and more. */
  private static final int LONGEST = 256;

  private static final int LOAD_BYTE = 0x30;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int RETURN = 0x06;

  /** Other packets of IPv6 may be many, and would push the answers out. */
  private static final List<Instruction> ADVERTISEMENTS =
      List.of(
          new Instruction(LOAD_BYTE, 0, 0, 6), // the next header
          new Instruction(JUMP_IF_EQUAL, 0, 3, 58), // ICMPv6
          new Instruction(LOAD_BYTE, 0, 0, 40), // its type
          new Instruction(JUMP_IF_EQUAL, 0, 1, 136),
          new Instruction(RETURN, 0, 0, LONGEST),
          new Instruction(RETURN, 0, 0, 0));

  /**
   * Opens a socket on an interface, in the network namespace of the calling thread.
   *
   * @param patience how long {@link #receive} waits
   * @throws dev.lvs.agent.netlink.TransportException without CAP_NET_RAW, or where there is no such
   *     interface
   */
  public NeighbourSocket(int interfaceIndex, Duration patience) {
    super(interfaceIndex, ETH_P_IPV6, LONGEST, patience, ADVERTISEMENTS);
  }

  /**
   * Sends a packet to a group; gives 0 or an errno.
   *
   * @param group its IPv6 address, from which its hardware address follows (RFC 2464, 7)
   */
  public int multicast(byte[] packet, byte[] group) {
    return send(packet, new byte[] {0x33, 0x33, group[12], group[13], group[14], group[15]});
  }
}
