package dev.lvs.lab.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * The SCTP server of one machine; it sends its name on each association, and again for each request
 * there.
 */
public final class SctpServer implements AutoCloseable {

  private final String name;
  private final SctpSocket socket;
  private volatile boolean closed;

  /**
   * To be called inside the machine's namespace.
   *
   * @param address {@code 0.0.0.0}: every one, and clients are told of them all
   */
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
        Thread.ofPlatform()
            .daemon()
            .name("sctp " + name + " " + accepted.peer())
            .start(() -> serve(accepted));
      } catch (IOException nobodyCame) {
        // or the answer found no way back: the client's timeout tells
      }
    }
    socket.close();
  }

  private void serve(SctpSocket.Accepted accepted) {
    try (SctpSocket association = accepted.socket()) {
      InetSocketAddress local = association.localAddress();
      String introduction =
          "%s %s %s:%d"
              .formatted(
                  name,
                  accepted.peer().getAddress().getHostAddress(),
                  local.getAddress().getHostAddress(),
                  local.getPort());
      association.send(introduction);
      while (!closed) {
        try {
          if (association.receive().isEmpty()) {
            return;
          }
          association.send(introduction);
        } catch (LibraryCalls.CallFailed failed) {
          if (!failed.isTimeout()) {
            return;
          }
        }
      }
    } catch (IOException over) {
      // the association ended while it was spoken on: its client tells
    }
  }

  /** The listening socket goes with the next look at it. */
  @Override
  public void close() {
    closed = true;
  }
}
