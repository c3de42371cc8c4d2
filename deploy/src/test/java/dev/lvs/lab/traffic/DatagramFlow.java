package dev.lvs.lab.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;

/** A UDP client that keeps its source port, as resolvers and phones do. */
public final class DatagramFlow implements AutoCloseable {

  private final DatagramSocket socket;

  DatagramFlow(DatagramSocket socket) {
    this.socket = socket;
  }

  /** One question. */
  public ClientAnswer ask() {
    try {
      return Client.exchange(socket, "?");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port that all questions come from. */
  public int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() {
    socket.close();
  }
}
