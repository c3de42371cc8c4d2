package dev.lvs.lab.apiserver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.net.SocketFactory;

/**
 * HTTP proxy between a client and the API server: counts requests and bytes, and answers, holds or
 * cuts as a test says. Its client speaks HTTP/1.1 without TLS to it, and it TLS to the API server.
 */
public final class ApiProxy implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final ControlPlane plane;
  private final SocketFactory sockets;
  private final ServerSocket near;
  private final Set<Socket> watches = ConcurrentHashMap.newKeySet();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private volatile Function<Request, Fault> faults = _ -> Fault.NONE;

  /** The first line of a request. */
  public record Request(String method, String target) {
    /** Returns whether the answer goes on as things change. */
    public boolean isWatch() {
      return target.contains("watch=true");
    }

    public boolean isRead() {
      return method.equals("GET");
    }
  }

  /**
   * What happens to a request.
   *
   * @param pause before it is carried, or answered
   * @param status with which it is answered in the place of the API server; else it is carried
   */
  public record Fault(Duration pause, Optional<Integer> status) {
    public static final Fault NONE = new Fault(Duration.ZERO, Optional.empty());

    public static Fault answer(int status) {
      return new Fault(Duration.ZERO, Optional.of(status));
    }

    public static Fault pause(Duration pause) {
      return new Fault(pause, Optional.empty());
    }
  }

  /**
   * Amounts since the start.
   *
   * @param requests all of them, watches too
   * @param sent bytes of requests
   * @param received bytes of answers, and of the events of watches
   */
  public record Traffic(long requests, long sent, long received) {
    public Traffic since(Traffic earlier) {
      return new Traffic(
          requests - earlier.requests, sent - earlier.sent, received - earlier.received);
    }
  }

  private ApiProxy(ControlPlane plane, SocketFactory sockets, ServerSocket near) {
    this.plane = plane;
    this.sockets = sockets;
    this.near = near;
    Thread.ofPlatform().daemon().name("API proxy").start(this::accept);
  }

  /** Starts one on a port of the loopback interface. */
  public static ApiProxy to(ControlPlane plane) throws IOException {
    try {
      return new ApiProxy(
          plane,
          SSLUtils.sslContext(plane.access()).getSocketFactory(),
          new ServerSocket(0, 50, LOOPBACK));
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot speak TLS to the API server", e);
    }
  }

  /** The administrator's client that goes through this; it is the caller's to close. */
  public KubernetesClient client() {
    return new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig())).build();
  }

  /** The administrator's kubeconfig for this machine, that goes through this. */
  public String kubeconfig() {
    Config access = plane.access();
    return Kubeconfig.text(
        "http://127.0.0.1:" + near.getLocalPort(),
        access.getCaCertData(),
        Objects.requireNonNullElse(access.getOauthToken(), access.getAutoOAuthToken()));
  }

  /** From now on, until {@link #behave}. */
  public void misbehave(Function<Request, Fault> by) {
    faults = by;
  }

  /** Carries everything at once. */
  public void behave() {
    faults = _ -> Fault.NONE;
  }

  /** Ends all watches that are open. */
  public void endWatches() {
    watches.forEach(ApiProxy::end);
  }

  public Traffic traffic() {
    return new Traffic(requests.get(), sent.get(), received.get());
  }

  @Override
  public void close() {
    try {
      near.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = near.accept();
        Thread.ofPlatform().daemon().name("API proxy connection").start(() -> serve(client));
      }
    } catch (IOException closed) {
      endWatches();
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = sockets.createSocket(LOOPBACK, plane.port())) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream());
      InputStream back = new BufferedInputStream(server.getInputStream());
      boolean goesOn = true;
      while (goesOn) {
        goesOn = exchange(client, in, server, back);
      }
    } catch (IOException ended) {
      // by one of the two, or cut here
    } finally {
      watches.remove(client);
    }
  }

  /** Carries one request and its answer; returns whether another may follow. */
  private boolean exchange(Socket client, InputStream in, Socket server, InputStream back)
      throws IOException {
    HttpHead head = HttpHead.read(in).without("HTTP2-Settings", "h2c");
    String[] words = head.first().split(" ", -1);
    Request request = new Request(words[0], words[1]);
    requests.incrementAndGet();
    if (request.isWatch()) {
      watches.add(client);
    }
    Fault fault = faults.apply(request);
    pause(fault.pause());
    OutputStream out = client.getOutputStream();
    if (fault.status().isPresent()) {
      head.body(in, OutputStream.nullOutputStream());
      out.write(answer(fault.status().get()));
      return true;
    }
    OutputStream forth = new Counted(server.getOutputStream(), sent);
    head.write(forth);
    head.body(in, forth);
    OutputStream counted = new Counted(out, received);
    HttpHead answer = HttpHead.read(back);
    answer.write(counted);
    if (answer.status() == 101) {
      Thread.ofPlatform().daemon().start(() -> pump(in, forth, server));
      back.transferTo(counted);
      return false;
    }
    return answer.answerBody(request.method(), back, counted);
  }

  private static void pump(InputStream in, OutputStream out, Socket server) {
    try {
      in.transferTo(out);
    } catch (IOException ended) {
      // by either side
    } finally {
      end(server);
    }
  }

  private static byte[] answer(int status) {
    String body =
        """
        {"kind":"Status","apiVersion":"v1","status":"Failure","message":"of a test","code":%d}"""
            .formatted(status);
    return """
        HTTP/1.1 %d Fault\r
        Content-Type: application/json\r
        Content-Length: %d\r
        Retry-After: 1\r
        \r
        %s"""
        .formatted(status, body.length(), body)
        .getBytes(US_ASCII);
  }

  private static void pause(Duration pause) throws IOException {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new EOFException("interrupted");
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts what is written, and writes it at once. */
  private static final class Counted extends OutputStream {
    private final OutputStream out;
    private final AtomicLong count;

    Counted(OutputStream out, AtomicLong count) {
      this.out = out;
      this.count = count;
    }

    @Override
    public void write(int one) throws IOException {
      count.incrementAndGet();
      out.write(one);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      count.addAndGet(length);
      out.write(bytes, from, length);
    }
  }
}
