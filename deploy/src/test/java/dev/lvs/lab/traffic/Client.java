package dev.lvs.lab.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sends requests from one machine. Targets are written {@code address:port}, IPv6 in brackets.
 * Requests go out one after the other, so that a scheduler's order shows.
 *
 * @param inside where its sockets are opened
 * @param source the address it asks from; without one the kernel chooses
 * @param port the port it asks from over HTTP, each time the same; 0 where the kernel chooses
 * @param resets whether it ends connections with a reset, not with a FIN
 */
public record Client(Inside inside, Optional<String> source, int port, boolean resets) {

  /** A client whose addresses and ports the kernel chooses. */
  public Client(Inside inside) {
    this(inside, Optional.empty(), 0, false);
  }

  /** The same client, asking from another of its machine's addresses. */
  public Client from(String address) {
    return new Client(inside, Optional.of(address), port, resets);
  }

  /** The same client, asking from one port again and again. */
  public Client fromPort(int reused) {
    return new Client(inside, source, reused, resets);
  }

  /** The same client, which ends its connections with a reset. */
  public Client resetting() {
    return new Client(inside, source, port, true);
  }

  /** Asks over HTTP, each time on a connection of its own. */
  public Answers get(String target, int times) {
    List<ClientAnswer> answers = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      try (HeldConnection connection = open(target)) {
        answers.add(connection.ask());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Answers(answers);
  }

  /** Asks over HTTP once from each of the addresses. */
  public Answers getFromEach(List<String> addresses, String target) {
    return new Answers(
        addresses.stream()
            .flatMap(address -> from(address).get(target, 1).all().stream())
            .toList());
  }

  /** Asks over UDP once from each of the addresses. */
  public Answers askFromEach(List<String> addresses, String target) {
    return new Answers(
        addresses.stream()
            .flatMap(address -> from(address).ask(target, 1).all().stream())
            .toList());
  }

  /** Asks over HTTP and keeps the connections open. */
  public HeldConnections hold(String target, int connections) {
    HeldConnections held = new HeldConnections();
    for (int i = 0; i < connections; i++) {
      held.add(open(target));
    }
    return held;
  }

  /** Establishes connections on which nothing is said. */
  public HeldConnections connect(String target, int connections) {
    HeldConnections held = new HeldConnections();
    for (int i = 0; i < connections; i++) {
      held.addSilent(open(target));
    }
    return held;
  }

  /** Uploads this many bytes, at most 100,000, over HTTP. */
  public ClientAnswer upload(String target, int bytes) {
    try (HeldConnection connection = open(target)) {
      return connection.upload(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins a download that goes on until it is closed. */
  public Download download(String target) {
    return new Download(open(target));
  }

  /** Asks over UDP, each time from a port of its own. */
  public Answers ask(String target, int times) {
    List<ClientAnswer> answers = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      answers.add(say(target, "?"));
    }
    return new Answers(answers);
  }

  /** Asks over UDP several times from one port. */
  public Answers askFromOnePort(String target, int times) {
    List<ClientAnswer> answers = new ArrayList<>();
    try (DatagramSocket socket = datagrams(address(target))) {
      for (int i = 0; i < times; i++) {
        answers.add(exchange(socket, "?"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("ask " + target, e);
    }
    return new Answers(answers);
  }

  /** Asks over UDP from one port, again and again until it is closed. */
  public DatagramFlow flow(String target) {
    try {
      return new DatagramFlow(datagrams(address(target)));
    } catch (IOException e) {
      throw new UncheckedIOException("ask " + target, e);
    }
  }

  /** Sends one datagram with this text, from a port of its own. */
  public ClientAnswer say(String target, String text) {
    try (DatagramSocket socket = datagrams(address(target))) {
      return exchange(socket, text);
    } catch (IOException e) {
      throw new UncheckedIOException("ask " + target, e);
    }
  }

  private DatagramSocket datagrams(InetSocketAddress target) throws IOException {
    String any = target.getAddress() instanceof Inet6Address ? "::" : "0.0.0.0";
    InetSocketAddress from = new InetSocketAddress(source.orElse(any), 0);
    DatagramSocket socket = inside.call(() -> new DatagramSocket(from));
    socket.connect(target);
    socket.setSoTimeout(HeldConnection.PATIENCE_MILLIS);
    return socket;
  }

  static ClientAnswer exchange(DatagramSocket socket, String text) throws IOException {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      socket.send(new DatagramPacket(bytes, bytes.length));
      DatagramPacket reply = new DatagramPacket(new byte[1500], 1500);
      socket.receive(reply);
      return ClientAnswer.Reply.parse(
          new String(reply.getData(), 0, reply.getLength(), StandardCharsets.UTF_8));
    } catch (SocketTimeoutException e) {
      return ClientAnswer.Failure.TIMEOUT;
    } catch (PortUnreachableException e) {
      return ClientAnswer.Failure.REFUSED;
    }
  }

  private HeldConnection open(String target) {
    try {
      return HeldConnection.open(this, address(target));
    } catch (IOException e) {
      throw new UncheckedIOException("open a socket for " + target, e);
    }
  }

  private static InetSocketAddress address(String target) {
    int colon = target.lastIndexOf(':');
    return new InetSocketAddress(
        target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
  }
}
