package dev.lvs.lab.traffic;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The web server of one machine, on every address it has. {@code /} is answered at once, {@code
 * /upload} when all has come, {@code /download} with numbered lines until the client closes the
 * connection.
 */
public final class WebServer implements AutoCloseable {
  static {
    // the usual 200 idle connections for 30 s are fewer than tests hold
    System.setProperty("sun.net.httpserver.maxIdleConnections", "20000");
    System.setProperty("sun.net.httpserver.idleInterval", "900");
  }

  /** Time between two lines of a download. */
  static final int LINE_MILLIS = 20;

  private final HttpServer server;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  /** To be called inside the machine's namespace. */
  public WebServer(String name, int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(port), 1024);
    server.createContext("/", exchange -> answer(name, exchange));
    server.createContext("/upload", exchange -> take(name, exchange));
    server.createContext("/download", exchange -> stream(name, exchange));
    server.setExecutor(workers);
    server.start();
  }

  private static void answer(String name, HttpExchange exchange) throws IOException {
    byte[] text = (introduction(name, exchange) + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  private static void take(String name, HttpExchange exchange) throws IOException {
    exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    answer(name, exchange);
  }

  private static void stream(String name, HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write((introduction(name, exchange) + "\n").getBytes(StandardCharsets.UTF_8));
      body.flush(); // one chunk per line
      for (long line = 0; !Thread.currentThread().isInterrupted(); line++) {
        body.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        body.flush();
        Thread.sleep(LINE_MILLIS);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static String introduction(String name, HttpExchange exchange) {
    return ClientAnswer.text(name, exchange.getRemoteAddress(), exchange.getLocalAddress());
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
