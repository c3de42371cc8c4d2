package dev.lvs.deploy.wholeway;

import dev.lvs.lab.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * The way of one machine of the lab to the API server: its own 127.0.0.1:PORT leads to the host's.
 *
 * <p>A socket stays in the network that it was made in, so one is made on the machine and one
 * outside, and bytes are carried between the two. The machine's own network stays untouched: no
 * interface, no route, no rule stands there that a test would have to know of.
 */
final class ApiLink implements AutoCloseable {
  /** What slirp makes of the host's 127.0.0.1. */
  private static final String HOST = "10.0.2.2";

  private final ServerSocket inside;
  private final int port;

  ApiLink(Host machine, int port) {
    this.port = port;
    this.inside =
        machine.inside(() -> new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1")));
    Thread.ofPlatform().daemon().name("api link " + machine.name()).start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        Socket near = inside.accept();
        Socket far = new Socket();
        far.connect(new InetSocketAddress(HOST, port));
        carry(near, far);
        carry(far, near);
      }
    } catch (IOException closed) {
      // by close()
    }
  }

  private static void carry(Socket from, Socket to) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (from;
                  to) {
                from.setTcpNoDelay(true);
                from.getInputStream().transferTo(to.getOutputStream());
              } catch (IOException ended) {
                // one end is gone, and the other is closed with it
              }
            });
  }

  @Override
  public void close() {
    try {
      inside.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
