package dev.lvs.endpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the kubelet's probes: {@code /healthz} and {@code /readyz}.
 *
 * <p>Others may connect too, and the kubelet starts a container anew when its probe is not
 * answered. So no client waits for another: each has a thread of its own, a request has to come
 * within {@link #PATIENCE}, and where too many are connected the oldest gives way to the newest.
 */
public final class HealthEndpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthEndpoint.class);

  /** Within this time a request has to be there, whole. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** After a client that could not be taken. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** Clients that are connected at a time. */
  static final int CLIENTS = 64;

  /** Bytes that a request may have; the kubelet's has some 120. */
  private static final int LONGEST_REQUEST = 8 << 10;

  private final ServerSocket listener;
  private final Supplier<Optional<String>> unhealthy;
  private final Supplier<Optional<String>> unready;
  private final Deque<Socket> clients = new ArrayDeque<>();

  /**
   * Listens.
   *
   * @param address with port 0 for a free one
   * @param unhealthy why the process should be started anew, if so
   * @param unready why it does no work now, if so
   * @throws UncheckedIOException when the port is taken
   */
  public HealthEndpoint(
      InetSocketAddress address,
      Supplier<Optional<String>> unhealthy,
      Supplier<Optional<String>> unready) {
    this.unhealthy = unhealthy;
    this.unready = unready;
    try {
      listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(address, CLIENTS);
    } catch (IOException taken) {
      throw new UncheckedIOException("cannot listen at " + address + " for health probes", taken);
    }
    Thread.ofPlatform().name("health").daemon().start(this::accept);
  }

  /** The TCP port. */
  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() {
    closeQuietly(listener);
    synchronized (clients) {
      clients.forEach(HealthEndpoint::closeQuietly);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        admit(client);
        Thread.ofVirtual().name("health-client").start(() -> serve(client));
      } catch (IOException failed) {
        // no file descriptor is left, or the client is gone already: the next may have more luck
        LOG.debug("a client of the health endpoint was not taken", failed);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void admit(Socket client) {
    synchronized (clients) {
      if (clients.size() == CLIENTS) {
        closeQuietly(clients.removeFirst());
      }
      clients.addLast(client);
    }
  }

  private void serve(Socket client) {
    try (client) {
      readHeader(client)
          .ifPresent(
              header -> {
                try {
                  client.getOutputStream().write(answer(header));
                  client.shutdownOutput();
                } catch (IOException gone) {
                  throw new UncheckedIOException(gone);
                }
              });
    } catch (IOException | UncheckedIOException gone) {
      LOG.debug("a client of the health endpoint got no answer", gone);
    } finally {
      synchronized (clients) {
        clients.remove(client);
      }
    }
  }

  /** Reads a request up to its empty line; empty if it does not come, or is none. */
  private static Optional<String> readHeader(Socket client) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    InputStream in = client.getInputStream();
    byte[] read = new byte[LONGEST_REQUEST];
    int length = 0;
    while (length < read.length) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return Optional.empty();
      }
      client.setSoTimeout((int) left);
      int more = in.read(read, length, read.length - length);
      if (more < 0) {
        return Optional.empty();
      }
      length += more;
      String header = new String(read, 0, length, US_ASCII);
      if (header.contains("\r\n\r\n") || header.contains("\n\n")) {
        return Optional.of(header);
      }
    }
    return Optional.empty();
  }

  private byte[] answer(String header) {
    String[] words = header.split("\\s", 3);
    if (words.length < 3 || !(words[0].equals("GET") || words[0].equals("HEAD"))) {
      return answer("405 Method Not Allowed", "only GET is answered", true);
    }
    boolean body = words[0].equals("GET");
    String path = words[1].replaceFirst("\\?.*", "");
    return switch (path) {
      case "/healthz" -> answer(unhealthy.get(), body);
      case "/readyz" -> answer(unready.get(), body);
      default -> answer("404 Not Found", "only /healthz and /readyz are here", body);
    };
  }

  private static byte[] answer(Optional<String> flaw, boolean body) {
    return answer(flaw.isEmpty() ? "200 OK" : "503 Service Unavailable", flaw.orElse("ok"), body);
  }

  private static byte[] answer(String status, String text, boolean body) {
    String line = text + "\n";
    return """
        HTTP/1.1 %s\r
        Content-Type: text/plain; charset=utf-8\r
        Content-Length: %d\r
        Connection: close\r
        \r
        %s"""
        .formatted(status, line.getBytes(UTF_8).length, body ? line : "")
        .getBytes(UTF_8);
  }

  private static void closeQuietly(Closeable socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      LOG.debug("a socket of the health endpoint was not closed", alreadyGone);
    }
  }
}
