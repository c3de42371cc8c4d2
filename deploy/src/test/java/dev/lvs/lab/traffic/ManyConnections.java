package dev.lvs.lab.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * New connections to a {@link LeanServer}, up to so many a second from a thread of their own, each
 * of which is to be answered in whole. They come from several addresses in turn, so that no port is
 * used twice. A machine that is slow has fewer of them, and not more at a time.
 */
public final class ManyConnections implements AutoCloseable {
  /** Connections that are not answered yet. */
  private static final int MOST_OPEN = 200;

  /** Between two looks for those that get no answer; what it is late is not made up for beyond. */
  private static final long PAUSE = Duration.ofMillis(200).toNanos();

  private static final long PATIENCE = Duration.ofSeconds(20).toNanos();

  private final InetSocketAddress target;
  private final List<String> sources;
  private final long pause;
  private final boolean keeping;
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final List<Attempt> kept = new ArrayList<>();
  private final Thread thread;
  private final Selector selector;
  private volatile boolean ending;
  private long looked;
  private int begun;
  private int open;

  /** A connection until its end. */
  private static final class Attempt {
    final SocketChannel channel;
    final long since;
    final ByteBuffer answer = ByteBuffer.allocate(64);
    @Nullable String outcome;

    Attempt(SocketChannel channel, long since) {
      this.channel = channel;
      this.since = since;
    }
  }

  /**
   * Begins.
   *
   * @param sources addresses of the client
   * @param perSecond up to 1,000,000
   * @param keeping whether they stay open when they are answered, and are asked again by {@link
   *     #askAgain}
   */
  public ManyConnections(
      Inside inside, List<String> sources, InetSocketAddress target, int perSecond, boolean keeping)
      throws IOException {
    this.selector = Selector.open();
    this.sources = List.copyOf(sources);
    this.target = target;
    this.pause = 1_000_000_000L / perSecond;
    this.keeping = keeping;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("connections")
            .start(
                () ->
                    inside.call(
                        () -> {
                          work();
                          return true;
                        }));
  }

  private void work() throws IOException {
    long next = System.nanoTime();
    while (!ending || open > 0) {
      long now = System.nanoTime();
      while (!ending && next - now <= 0 && open < MOST_OPEN) {
        begin(now);
        next += pause;
      }
      next = Math.max(next, now - PAUSE);
      selector.select(this::ready, ending ? 100 : 1);
      expire(now);
    }
    selector.close();
  }

  private void begin(long now) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    // its end leaves nothing behind that a port would wait for
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.bind(new InetSocketAddress(sources.get(begun % sources.size()), 0));
    Attempt attempt = new Attempt(channel, now);
    begun++;
    open++;
    try {
      channel.connect(target);
      channel.register(selector, SelectionKey.OP_CONNECT, attempt);
    } catch (IOException e) {
      end(attempt, String.valueOf(e.getMessage()));
    }
  }

  private void ready(SelectionKey key) {
    Attempt attempt = (Attempt) key.attachment();
    try {
      if (key.isConnectable()) {
        attempt.channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        return;
      }
      boolean ended = attempt.channel.read(attempt.answer) < 0;
      boolean whole =
          attempt.answer.position() > 0
              && attempt.answer.get(attempt.answer.position() - 1) == '\n';
      if (keeping && whole) {
        key.cancel();
        keep(attempt);
      } else if (ended) {
        end(attempt, whole ? text(attempt) : "cut short");
      }
    } catch (IOException e) {
      end(attempt, String.valueOf(e.getMessage()));
    }
  }

  private static String text(Attempt attempt) {
    return new String(
        attempt.answer.array(), 0, attempt.answer.position() - 1, StandardCharsets.US_ASCII);
  }

  private synchronized void keep(Attempt attempt) {
    attempt.outcome = text(attempt);
    outcomes.merge(attempt.outcome, 1, Integer::sum);
    kept.add(attempt);
    open--;
  }

  private void end(Attempt attempt, String outcome) {
    try {
      attempt.channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    synchronized (this) {
      outcomes.merge(outcome, 1, Integer::sum);
    }
    open--;
  }

  private void expire(long now) {
    if (now - looked < PAUSE) {
      return;
    }
    looked = now;
    for (SelectionKey key : List.copyOf(selector.keys())) {
      Attempt attempt = (Attempt) key.attachment();
      if (key.isValid() && now - attempt.since > PATIENCE) {
        end(attempt, "no answer");
      }
    }
  }

  /**
   * Returns how many connections came to each end so far: the name of the server, or what went
   * wrong.
   */
  public synchronized Map<String, Integer> outcomes() {
    return new TreeMap<>(outcomes);
  }

  /** Begins no more, and waits for those that are under way. */
  public Map<String, Integer> stop() {
    ending = true;
    try {
      thread.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    return outcomes();
  }

  /** Asks on each of those that were kept, after {@link #stop}, and gives how many lost theirs. */
  public int askAgain() {
    int lost = 0;
    for (Attempt one : kept) {
      try {
        one.channel.configureBlocking(true);
        one.channel.socket().setSoTimeout((int) Duration.ofSeconds(20).toMillis());
        one.channel.write(ByteBuffer.wrap(new byte[] {'?'}));
        byte[] answer = one.channel.socket().getInputStream().readNBytes(one.answer.position());
        String said = new String(answer, StandardCharsets.US_ASCII).strip();
        lost += said.equals(one.outcome) ? 0 : 1;
      } catch (IOException _) {
        lost++;
      }
    }
    return lost;
  }

  @Override
  public void close() {
    stop();
    for (Attempt one : kept) {
      try {
        one.channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
