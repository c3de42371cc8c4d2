package dev.lvs.lab.traffic;

import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Has the kernel of a machine ask for a neighbour. */
public final class Asking {
  private Asking() {}

  /** Sends a datagram from an address of the machine to a neighbour that is not there. */
  public static boolean from(IpAddress own, String neighbour) throws IOException {
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(own.toInetAddress(), 0))) {
      socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName(neighbour), 9));
      return true;
    }
  }
}
