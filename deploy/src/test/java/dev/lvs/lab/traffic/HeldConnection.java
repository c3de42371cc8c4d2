package dev.lvs.lab.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One TCP connection that asks over HTTP/1.1 and stays open until it is closed. */
final class HeldConnection implements AutoCloseable {

  /** Long enough for one retransmission of the first packet, which comes after a second. */
  static final int PATIENCE_MILLIS = 1500;

  /** Room for an upload; the kernel counts what it adds itself as well, and doubles it for that. */
  private static final int SEND_BUFFER = 200_000;

  /** Request to be answered. */
  @FunctionalInterface
  private interface Request {
    void send() throws IOException;
  }

  private final SocketChannel channel;
  private final InetSocketAddress target;

  private HeldConnection(SocketChannel channel, InetSocketAddress target) {
    this.channel = channel;
    this.target = target;
  }

  /** Opens a socket inside a machine; nothing is sent yet. */
  static HeldConnection open(Client client, InetSocketAddress target) throws IOException {
    StandardProtocolFamily family =
        target.getAddress() instanceof Inet6Address
            ? StandardProtocolFamily.INET6
            : StandardProtocolFamily.INET;
    SocketChannel channel = client.inside().call(() -> SocketChannel.open(family));
    channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
    if (client.resets()) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }
    if (client.source().isPresent() || client.port() != 0) {
      String any = family == StandardProtocolFamily.INET6 ? "::" : "0.0.0.0";
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(client.source().orElse(any), client.port()));
    }
    return new HeldConnection(channel, target);
  }

  /** Connects where that was not done yet, asks for {@code /} and reads the answer. */
  ClientAnswer ask() {
    return ask(() -> send("/"));
  }

  /**
   * Connects, hands over as many bytes, and reads the answer. They fit the socket's buffer, so that
   * what is stuck on the way shows as an answer that does not come.
   */
  ClientAnswer upload(int bytes) {
    return ask(
        () -> {
          OutputStream out = channel.socket().getOutputStream();
          out.write(head("POST", "/upload", "Content-Length: %d\r\n".formatted(bytes)));
          out.write(new byte[bytes]);
        });
  }

  private ClientAnswer ask(Request request) {
    try {
      if (!channel.isConnected()) {
        connect();
      }
    } catch (SocketTimeoutException e) {
      return ClientAnswer.Failure.TIMEOUT;
    } catch (ConnectException | NoRouteToHostException e) {
      return ClientAnswer.Failure.REFUSED;
    } catch (IOException e) {
      throw new UncheckedIOException("connect to " + target, e);
    }
    try {
      request.send();
      BufferedReader reader = reader();
      int length = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring("content-length:".length()).strip());
        }
        if (line.isEmpty()) {
          char[] body = new char[length];
          return reader.read(body) == length
              ? ClientAnswer.Reply.parse(new String(body))
              : ClientAnswer.Failure.RESET;
        }
      }
      return ClientAnswer.Failure.RESET;
    } catch (SocketTimeoutException e) {
      return ClientAnswer.Failure.TIMEOUT;
    } catch (IOException e) {
      return ClientAnswer.Failure.RESET;
    }
  }

  void connect() throws IOException {
    connect(PATIENCE_MILLIS);
  }

  /**
   * Connects.
   *
   * @param patienceMillis how long it may take, and each read from then on
   */
  void connect(int patienceMillis) throws IOException {
    channel.socket().connect(target, patienceMillis);
    channel.socket().setSoTimeout(patienceMillis);
  }

  void send(String path) throws IOException {
    channel.socket().getOutputStream().write(head("GET", path, ""));
  }

  private byte[] head(String method, String path, String more) {
    return "%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n"
        .formatted(method, path, target.getHostString(), more)
        .getBytes(StandardCharsets.US_ASCII);
  }

  BufferedReader reader() throws IOException {
    return new BufferedReader(
        new InputStreamReader(channel.socket().getInputStream(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
