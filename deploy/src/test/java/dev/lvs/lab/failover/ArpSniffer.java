package dev.lvs.lab.failover;

import dev.lvs.agent.probe.arp.ArpMessage;
import dev.lvs.agent.syscall.ArpSocket;
import dev.lvs.lab.traffic.Inside;
import dev.lvs.net.IpAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Station that asks every 10 ms who has an address, and remembers everybody who says so, by an
 * answer or unasked.
 */
public final class ArpSniffer implements AutoCloseable {
  private static final Duration TURN = Duration.ofMillis(10);

  private final ArpSocket socket;
  private final IpAddress wanted;
  private final List<Said> said = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * One claim.
   *
   * @param nanos of {@link System#nanoTime}
   */
  public record Said(long nanos, String mac) {}

  /** Begins to ask on an interface of a machine. */
  public ArpSniffer(Inside machine, String device, IpAddress wanted) {
    this.wanted = wanted;
    this.socket =
        machine.call(
            () -> new ArpSocket(NetworkInterface.getByName(device).getIndex(), TURN.dividedBy(2)));
    this.thread = Thread.ofPlatform().daemon().name("arp sniffer").start(this::run);
  }

  private void run() {
    IpAddress nobody = IpAddress.parse("0.0.0.0");
    String own = HexFormat.ofDelimiter(":").formatHex(socket.mac());
    while (!closed) {
      socket.broadcast(ArpMessage.request(socket.mac(), nobody, wanted));
      long end = System.nanoTime() + TURN.toNanos();
      while (System.nanoTime() - end < 0) {
        ArpMessage.read(socket.receive())
            .filter(message -> message.sender().equals(wanted) && !message.mac().equals(own))
            .ifPresent(message -> add(message.mac()));
      }
    }
  }

  private synchronized void add(String mac) {
    said.add(new Said(System.nanoTime(), mac));
  }

  /** Forgets all but the last. */
  public synchronized void forget() {
    if (!said.isEmpty()) {
      said.subList(0, said.size() - 1).clear();
    }
  }

  /**
   * Returns who said so, one after the other: somebody who does again after another is there twice.
   */
  public synchronized List<String> owners() {
    List<String> owners = new ArrayList<>();
    for (Said one : said) {
      if (owners.isEmpty() || !owners.getLast().equals(one.mac())) {
        owners.add(one.mac());
      }
    }
    return owners;
  }

  /** The longest time in which nobody said so. */
  public synchronized Duration longestSilence() {
    long longest = 0;
    for (int i = 1; i < said.size(); i++) {
      longest = Math.max(longest, said.get(i).nanos() - said.get(i - 1).nanos());
    }
    return Duration.ofNanos(longest);
  }

  /** Returns how often somebody said so. */
  public synchronized int count() {
    return said.size();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    socket.close();
  }
}
