package dev.lvs.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers the kubelet's probes: {@code /healthz} and {@code /readyz}. */
final class HealthEndpoint implements AutoCloseable {
  private final HttpServer server;

  /**
   * Listens on {@code port}, 0 for a free one.
   *
   * @param unhealthy why the process should be started anew, if so
   * @param unready why it does no work now, if so
   */
  HealthEndpoint(
      int port, Supplier<Optional<String>> unhealthy, Supplier<Optional<String>> unready) {
    try {
      server = HttpServer.create(new InetSocketAddress(port), 0);
    } catch (IOException taken) {
      throw new UncheckedIOException("cannot listen on port " + port + " for health probes", taken);
    }
    server.createContext("/healthz", exchange -> answer(exchange, unhealthy.get()));
    server.createContext("/readyz", exchange -> answer(exchange, unready.get()));
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, Optional<String> flaw) throws IOException {
    byte[] body = (flaw.orElse("ok") + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(flaw.isEmpty() ? 200 : 503, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
