package dev.lvs.lab.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One long answer that is being read; it checks that the answer continues, complete and in order.
 */
public final class Download implements AutoCloseable {

  /**
   * Longest silence after which TCP may go on: what was lost is sent again after a pause that
   * doubles each time, so the silence is up to twice as long as whatever kept packets from coming.
   * A connection that is reset ends at once.
   */
  private static final int SILENCE_MILLIS = 15_000;

  private final HeldConnection connection;
  private final CountDownLatch introduced = new CountDownLatch(1);
  private String server = "";
  private long lines;
  private String failure = "";

  Download(HeldConnection connection) {
    this.connection = connection;
    Thread.ofVirtual().name("download").start(this::read);
    try {
      if (!introduced.await(SILENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        ended("nothing came");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try {
      connection.connect(SILENCE_MILLIS);
      connection.send("/download");
      BufferedReader reader = connection.reader();
      String line = reader.readLine();
      while (line != null && !line.isEmpty()) {
        line = reader.readLine();
      }
      // chunked: each line of the body stands between its length and an empty line
      for (line = reader.readLine(); line != null; line = reader.readLine()) {
        String content = reader.readLine();
        reader.readLine();
        accept(content == null ? "" : content);
      }
      ended("the server ended it");
    } catch (IOException e) {
      ended(String.valueOf(e.getMessage()));
    }
  }

  private synchronized void accept(String content) throws IOException {
    if (server.isEmpty()) {
      server = ClientAnswer.Reply.parse(content).server();
      introduced.countDown();
    } else if (Long.parseLong(content) == lines) {
      lines++;
      notifyAll();
    } else {
      throw new IOException("line %s came instead of %d".formatted(content, lines));
    }
  }

  /** Returns who sends it. */
  public synchronized String server() {
    return server;
  }

  /** Returns how many lines came so far, each once and in order. */
  public synchronized long lines() {
    return lines;
  }

  /** Returns why it ended; empty while it goes on. */
  public synchronized String failure() {
    return failure;
  }

  /**
   * Returns whether another line comes; it waits until one does, or the connection shows to be
   * lost.
   */
  public synchronized boolean goesOn() {
    long before = lines;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SILENCE_MILLIS);
    try {
      long left = SILENCE_MILLIS;
      while (lines == before && failure.isEmpty() && left > 0) {
        wait(left);
        left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    return lines > before && failure.isEmpty();
  }

  private synchronized void ended(String why) {
    failure = why;
    introduced.countDown();
    notifyAll();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
