package dev.lvs.lab.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An FTP client on one machine, which connects to the address that the server names for the data
 * connection.
 *
 * @param inside where its sockets are opened
 */
public record FtpClient(Inside inside) {

  private static final Pattern PLACE =
      Pattern.compile("227 .*\\((\\d+),(\\d+),(\\d+),(\\d+),(\\d+),(\\d+)\\).*");

  /**
   * Result of a passive transfer.
   *
   * @param place where the client was sent for the data
   */
  public record Transfer(InetSocketAddress place, ClientAnswer answer) {}

  /** Opens a control connection, asks for a passive transfer, and fetches. */
  public Transfer fetch(String address, int port) {
    try (Socket control = connect(new InetSocketAddress(address, port))) {
      BufferedReader lines = lines(control);
      lines.readLine();
      control.getOutputStream().write("PASV\r\n".getBytes(StandardCharsets.US_ASCII));
      InetSocketAddress place = place(String.valueOf(lines.readLine()));
      return new Transfer(place, fetch(place));
    } catch (IOException failed) {
      throw new UncheckedIOException("fetch from " + address, failed);
    }
  }

  private ClientAnswer fetch(InetSocketAddress place) {
    try (Socket data = connect(place)) {
      return ClientAnswer.Reply.parse(String.valueOf(lines(data).readLine()));
    } catch (IOException failed) {
      return ClientAnswer.Failure.REFUSED;
    }
  }

  private Socket connect(InetSocketAddress target) throws IOException {
    Socket socket =
        inside.call(
            () -> {
              Socket fresh = new Socket();
              fresh.bind(null); // makes the socket, here where it belongs
              return fresh;
            });
    socket.setSoTimeout(HeldConnection.PATIENCE_MILLIS);
    socket.connect(target, HeldConnection.PATIENCE_MILLIS);
    return socket;
  }

  private static BufferedReader lines(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  private static InetSocketAddress place(String line) {
    Matcher numbers = PLACE.matcher(line);
    if (!numbers.matches()) {
      throw new IllegalArgumentException("not an answer to PASV: " + line);
    }
    String host =
        String.join(".", numbers.group(1), numbers.group(2), numbers.group(3), numbers.group(4));
    int port = Integer.parseInt(numbers.group(5)) * 256 + Integer.parseInt(numbers.group(6));
    return new InetSocketAddress(host, port);
  }
}
