package dev.lvs.deploy;

import dev.lvs.lab.apiserver.ControlPlane;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries TCP connections from any listening socket to the API server, and can be cut.
 *
 * <p>A socket stays in the network namespace that it was created in: with one made on a machine of
 * the lab and one outside, the machine reaches the API server although its own network has no
 * interface, no route and no rule for it, which a test would have to know of.
 */
public final class ApiLink implements AutoCloseable {
  private final ServerSocket near;
  private final InetSocketAddress far;
  private final Set<Socket> carried = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  /** Carries what comes to {@code near}, which is closed with this link. */
  public ApiLink(ServerSocket near, InetSocketAddress far) {
    this.near = near;
    this.far = far;
    Thread.ofPlatform().daemon().name("link to " + far).start(this::accept);
  }

  /** A link from a port of the loopback interface. */
  static ApiLink to(ControlPlane plane) throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    return new ApiLink(
        new ServerSocket(0, 50, loopback), new InetSocketAddress(loopback, plane.port()));
  }

  /** A client of {@code plane} that goes through this link; it is the caller's to close. */
  KubernetesClient client(ControlPlane plane) {
    Config access = plane.access();
    access.setMasterUrl("https://127.0.0.1:" + port());
    return new KubernetesClientBuilder().withConfig(access).build();
  }

  /** Ends every connection and refuses new ones. */
  public void cut() {
    cut = true;
    carried.forEach(ApiLink::end);
  }

  /** Carries again. */
  public void mend() {
    cut = false;
  }

  /** The port that it listens on. */
  public int port() {
    return near.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket from = near.accept();
        Socket to = new Socket();
        try {
          if (!cut) {
            to.connect(far);
            carry(from, to);
            carry(to, from);
            continue;
          }
        } catch (IOException unreachable) {
          // whoever came sees the connection end
        }
        end(from);
        end(to);
      }
    } catch (IOException closed) {
      cut();
    }
  }

  private void carry(Socket from, Socket to) {
    carried.add(from);
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
              } finally {
                carried.remove(from);
              }
            });
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      near.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
