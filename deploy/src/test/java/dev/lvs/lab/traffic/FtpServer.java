package dev.lvs.lab.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The FTP server of one machine: it supports PASV, after which it sends its name on the data
 * connection (RFC 959).
 */
public final class FtpServer implements AutoCloseable {

  private final String name;
  private final Inside inside;
  private final ServerSocket socket;

  public FtpServer(String name, Inside inside, int port) throws IOException {
    this.name = name;
    this.inside = inside;
    this.socket = inside.call(() -> new ServerSocket(port));
    Thread.ofVirtual().name("ftp " + name).start(this::serve);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket control = socket.accept()) {
        converse(control);
      } catch (IOException gone) {
        // closed, or a client that left
      }
    }
  }

  private void converse(Socket control) throws IOException {
    say(control, "220 " + name);
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(control.getInputStream(), StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("PASV")) {
        transfer(control);
      } else {
        say(control, "502 not here");
      }
    }
  }

  private void transfer(Socket control) throws IOException {
    try (ServerSocket data = inside.call(() -> new ServerSocket(0, 1, control.getLocalAddress()))) {
      data.setSoTimeout(HeldConnection.PATIENCE_MILLIS);
      say(control, "227 Entering Passive Mode (" + place(control, data.getLocalPort()) + ").");
      try (Socket connection = data.accept()) {
        InetSocketAddress client = (InetSocketAddress) connection.getRemoteSocketAddress();
        say(
            connection,
            "%s %s %s:%d"
                .formatted(
                    name,
                    client.getAddress().getHostAddress(),
                    connection.getLocalAddress().getHostAddress(),
                    connection.getLocalPort()));
      }
    }
  }

  /** Six numbers: the address and the two bytes of the port. */
  private static String place(Socket control, int port) {
    InetAddress address = control.getLocalAddress();
    return "%s,%d,%d".formatted(address.getHostAddress().replace('.', ','), port / 256, port % 256);
  }

  private static void say(Socket to, String line) throws IOException {
    to.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // what it was for is over
    }
  }
}
