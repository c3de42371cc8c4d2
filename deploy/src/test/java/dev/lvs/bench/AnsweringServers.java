package dev.lvs.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A process with a web server on each of many ports of 127.0.0.1, which answers every request with
 * 200. It is a process of its own, so that its memory and CPU time are not those of who probes it.
 */
final class AnsweringServers implements AutoCloseable {
  /** Below the ports that the kernel gives to clients. */
  static final int FIRST_PORT = 20_000;

  private static final int LONGEST_REQUEST = 4096;
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n".getBytes(US_ASCII);

  private final Process process;
  private final BufferedReader printed;

  /** Starts them, and waits until all of them listen. */
  AnsweringServers(int ports) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                AnsweringServers.class.getName(),
                String.valueOf(ports))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    printed = process.inputReader(US_ASCII);
    accepted();
  }

  /** Returns how many connections they have accepted since their start. */
  long accepted() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    String line = printed.readLine();
    if (line == null) {
      throw new IOException("the servers to probe have ended");
    }
    return Long.parseLong(line);
  }

  @Override
  public void close() {
    process.destroy();
  }

  public static void main(String... arguments) throws IOException {
    try (Selector selector = Selector.open()) {
      for (int n = 0; n < Integer.parseInt(arguments[0]); n++) {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), FIRST_PORT + n));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
      }
      Serving serving = new Serving(selector);
      Thread.ofPlatform().daemon().start(() -> answer(serving));
      serving.run();
    }
  }

  /** Prints the number of connections for every line that is read; ends with its parent. */
  private static void answer(Serving serving) {
    PrintStream out = System.out;
    try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII))) {
      while (in.readLine() != null) {
        out.println(serving.accepted);
        out.flush();
      }
    } catch (IOException gone) {
      // nobody asks any more
    }
    System.exit(0);
  }

  /** The loop that accepts and answers. */
  private static final class Serving {
    private final Selector selector;
    private final ByteBuffer request = ByteBuffer.allocateDirect(LONGEST_REQUEST);
    private volatile long accepted;

    Serving(Selector selector) {
      this.selector = selector;
    }

    void run() throws IOException {
      while (true) {
        selector.select(this::ready);
      }
    }

    private void ready(SelectionKey key) {
      try {
        if (key.channel() instanceof ServerSocketChannel server) {
          accept(server);
        } else if (key.channel() instanceof SocketChannel client) {
          serve(client);
        }
      } catch (IOException reset) {
        close(key);
      }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void accept(ServerSocketChannel server) throws IOException {
      for (SocketChannel client = server.accept(); client != null; client = server.accept()) {
        accepted++;
        client.configureBlocking(false);
        client.register(selector, SelectionKey.OP_READ);
      }
    }

    private void serve(SocketChannel client) throws IOException {
      request.clear();
      if (client.read(request) > 0) {
        client.write(ByteBuffer.wrap(ANSWER));
      }
      client.close();
    }

    private static void close(SelectionKey key) {
      try {
        key.channel().close();
      } catch (IOException gone) {
        key.cancel();
      }
    }
  }
}
