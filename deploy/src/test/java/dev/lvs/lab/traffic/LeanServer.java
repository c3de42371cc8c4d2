package dev.lvs.lab.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A TCP server on every address of one machine that costs little for each of thousands of
 * connections: it says its name, and either ends the connection or says it again whenever it is
 * asked.
 */
public final class LeanServer implements AutoCloseable {
  private static final int BACKLOG = 4096;

  private final Selector selector;
  private final ServerSocketChannel listener;
  private final byte[] name;
  private final boolean keeping;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * To be called inside the machine's namespace.
   *
   * @param keeping whether connections stay open until clients end them
   */
  public LeanServer(String name, int port, boolean keeping) throws IOException {
    this.name = (name + "\n").getBytes(StandardCharsets.US_ASCII);
    this.keeping = keeping;
    selector = Selector.open();
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(port), BACKLOG);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    thread = Thread.ofPlatform().daemon().name("server " + name).start(this::serve);
  }

  private void serve() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    try {
      while (!closed) {
        selector.select(key -> ready(key, buffer));
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ready(SelectionKey key, ByteBuffer buffer) {
    if (key.isAcceptable()) {
      accept();
      return;
    }
    try {
      answer(key, buffer);
    } catch (IOException _) {
      // the client is gone
      key.cancel();
    }
  }

  private void accept() {
    try {
      for (SocketChannel client = listener.accept(); client != null; client = listener.accept()) {
        greet(client);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void greet(SocketChannel client) {
    try {
      client.write(ByteBuffer.wrap(name));
      if (keeping) {
        client.configureBlocking(false);
        client.register(selector, SelectionKey.OP_READ);
      } else {
        client.close();
      }
    } catch (IOException _) {
      // the client is gone already, and says itself what it was told
      abandon(client);
    }
  }

  private static void abandon(SocketChannel client) {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(SelectionKey key, ByteBuffer buffer) throws IOException {
    SocketChannel client = (SocketChannel) key.channel();
    buffer.clear();
    if (client.read(buffer) < 0) {
      client.close();
    } else {
      client.write(ByteBuffer.wrap(name));
    }
  }

  /** Ends it with all of its connections. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
