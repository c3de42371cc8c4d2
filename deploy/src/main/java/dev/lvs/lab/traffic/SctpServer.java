package dev.lvs.lab.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;

/** The SCTP server of one machine for one address; it introduces itself on each association. */
public final class SctpServer implements AutoCloseable {

  private final String name;
  private final SctpSocket socket;
  private volatile boolean closed;

  /** To be called inside the machine's namespace. */
  public SctpServer(String name, String address, int port) throws IOException {
    this.name = name;
    socket = new SctpSocket();
    socket.bind(new InetSocketAddress(address, port));
    socket.listen();
    Thread.ofPlatform().daemon().name("sctp " + name).start(this::serve);
  }

  private void serve() {
    while (!closed) {
      try {
        SctpSocket.Accepted accepted = socket.accept();
        try (SctpSocket association = accepted.socket()) {
          InetSocketAddress local = association.localAddress();
          association.send(
              "%s %s %s:%d"
                  .formatted(
                      name,
                      accepted.peer().getAddress().getHostAddress(),
                      local.getAddress().getHostAddress(),
                      local.getPort()));
        }
      } catch (IOException nobodyCame) {
        // or the answer found no way back: the client's timeout tells
      }
    }
    socket.close();
  }

  /** The listening socket goes with the next look at it. */
  @Override
  public void close() {
    closed = true;
  }
}
