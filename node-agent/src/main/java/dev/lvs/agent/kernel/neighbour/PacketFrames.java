package dev.lvs.agent.kernel.neighbour;

import dev.lvs.agent.object.FrameSender;
import dev.lvs.agent.syscall.PacketSocket;
import java.util.Optional;

/**
 * Sends frames by a packet socket that is opened with the first of them: a real server, which
 * announces nothing, needs no CAP_NET_RAW.
 */
public final class PacketFrames implements FrameSender {
  private Optional<PacketSocket> socket = Optional.empty();

  @Override
  public synchronized void send(int interfaceIndex, byte[] frame) {
    if (socket.isEmpty()) {
      socket = Optional.of(new PacketSocket());
    }
    socket.get().send(interfaceIndex, frame);
  }

  @Override
  public synchronized void close() {
    socket.ifPresent(PacketSocket::close);
    socket = Optional.empty();
  }
}
