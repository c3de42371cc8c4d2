package dev.lvs.lab.traffic;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * The UDP server of one machine for one address. Bound to that address, because the JDK cannot say
 * which address a datagram was sent to (IP_PKTINFO) and the answer has to come from there.
 */
public final class EchoServer implements AutoCloseable {

  private final DatagramSocket socket;

  /** To be called inside the machine's namespace. */
  public EchoServer(String name, String address, int port) throws SocketException {
    socket = new DatagramSocket(new InetSocketAddress(address, port));
    Thread.ofVirtual().name("udp " + name).start(() -> serve(name));
  }

  private void serve(String name) {
    DatagramPacket asked = new DatagramPacket(new byte[1500], 1500);
    while (!socket.isClosed()) {
      try {
        socket.receive(asked);
        InetSocketAddress local = (InetSocketAddress) socket.getLocalSocketAddress();
        byte[] text =
            ClientAnswer.text(name, (InetSocketAddress) asked.getSocketAddress(), local)
                .getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(text, text.length, asked.getSocketAddress()));
      } catch (IOException gone) {
        // closed, or an answer that found no way back: the client's timeout tells
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
