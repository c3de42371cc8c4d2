package dev.lvs.lab.traffic;

import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks for addresses every 10 ms and notes which station answers for them or announces them: the
 * judge of who holds an address, which knows nothing of directors.
 */
public final class Sniffer implements AutoCloseable {
  /** Time between two questions for an address. */
  public static final Duration BEAT = Duration.ofMillis(10);

  /** Two stations that take turns within this time both hold the address. */
  private static final Duration TOGETHER = Duration.ofMillis(100);

  /** Ways in which a station shows that it has an address. */
  public enum Sign {
    /** An ARP message with the address as sender. */
    ARP,
    /** A neighbour advertisement of the address, or a solicitation from it. */
    DISCOVERY,
    /** An echo from the address. */
    ECHO
  }

  /**
   * One sign.
   *
   * @param nanoTime when it came in
   * @param mac of the station that sent it, as {@code 02:00:00:00:00:01}
   */
  public record Sighting(long nanoTime, IpAddress address, String mac, Sign sign) {}

  private final FrameSocket socket;
  private final Frames frames;
  private final List<IpAddress> addresses;
  private final Map<AddressFamily, IpAddress> own = new HashMap<>();
  private final List<Sighting> seen = Collections.synchronizedList(new ArrayList<>());
  private final Thread thread;
  private volatile Optional<byte[]> pinged = Optional.empty();
  private final AtomicLong asked = new AtomicLong();
  private volatile boolean asking = true;
  private volatile boolean closed;

  /**
   * Starts to ask.
   *
   * @param socket of the asking station's interface; closed with it
   * @param own the addresses of that station, one of each family that is asked for; 0.0.0.0 for a
   *     question that changes nobody's cache (RFC 5227, 2.1.1)
   * @param addresses that are asked for
   */
  public Sniffer(FrameSocket socket, List<IpAddress> own, List<IpAddress> addresses) {
    this.socket = socket;
    this.frames = new Frames(socket.mac());
    this.addresses = List.copyOf(addresses);
    own.forEach(address -> this.own.put(address.family(), address));
    this.thread = Thread.ofPlatform().daemon().name("sniffer").start(this::run);
  }

  /** Has it ask for echoes too, at this station, whatever anybody says about the addresses. */
  public void ping(byte[] station) {
    pinged = Optional.of(station.clone());
  }

  /** Has it only listen. */
  public void listen() {
    asking = false;
  }

  /** Has it ask again. */
  public void ask() {
    asking = true;
  }

  /** Returns how often it has asked for each address. */
  public long asked() {
    return asked.get();
  }

  /** Returns what was seen, in the order of time. */
  public List<Sighting> seen() {
    synchronized (seen) {
      return List.copyOf(seen);
    }
  }

  /** Returns how many signs of a sort came from a moment on. */
  public long count(Sign sign, long from) {
    return seen().stream().filter(one -> one.sign() == sign && one.nanoTime() >= from).count();
  }

  /**
   * Returns the stations that had the addresses, one after another: one that has them again after
   * another is there twice.
   */
  public List<String> owners() {
    List<String> owners = new ArrayList<>();
    for (Sighting one : seen()) {
      if (owners.isEmpty() || !owners.getLast().equals(one.mac())) {
        owners.add(one.mac());
      }
    }
    return owners;
  }

  /** The longest time between two signs from a moment to another, both as {@code nanoTime}. */
  public Duration longestGap(long from, long to) {
    long last = from;
    long longest = 0;
    for (Sighting one : seen()) {
      if (one.nanoTime() >= from && one.nanoTime() <= to) {
        longest = Math.max(longest, one.nanoTime() - last);
        last = one.nanoTime();
      }
    }
    return Duration.ofNanos(Math.max(longest, to - last));
  }

  /**
   * The first time that two stations held an address together: that one was followed by another and
   * showed itself again at once. One after another is a hand-over.
   */
  public Optional<String> two() {
    return two(seen());
  }

  static Optional<String> two(List<Sighting> sightings) {
    Map<IpAddress, Sighting> before = new HashMap<>();
    Map<IpAddress, Long> changed = new HashMap<>();
    for (Sighting one : sightings) {
      Sighting former = before.put(one.address(), one);
      if (former != null && !former.mac().equals(one.mac())) {
        Long last = changed.put(one.address(), one.nanoTime());
        if (last != null && one.nanoTime() - last <= TOGETHER.toNanos()) {
          return Optional.of(
              "%s is at %s and at %s within %d ms"
                  .formatted(
                      one.address(),
                      former.mac(),
                      one.mac(),
                      Duration.ofNanos(one.nanoTime() - last).toMillis()));
        }
      }
    }
    return Optional.empty();
  }

  private void run() {
    try {
      long next = System.nanoTime();
      while (!closed) {
        long now = System.nanoTime();
        if (asking && now - next >= 0) {
          next = now + BEAT.toNanos();
          send();
        }
        byte[] frame = socket.receive();
        if (frame.length > 0) {
          note(System.nanoTime(), ByteBuffer.wrap(frame));
        }
      }
    } catch (IOException broken) {
      if (!closed) {
        throw new UncheckedIOException(broken);
      }
    }
  }

  private void send() throws IOException {
    asked.incrementAndGet();
    for (IpAddress address : addresses) {
      IpAddress from = own.get(address.family());
      if (from != null) {
        socket.send(frames.whoHas(from, address));
        if (pinged.isPresent()) {
          socket.send(frames.ping(from, address, pinged.get()));
        }
      }
    }
  }

  private void note(long now, ByteBuffer frame) {
    byte[] mac = bytes(frame, 6, 6);
    if (frame.limit() < 42 || Arrays.equals(mac, socket.mac())) {
      return;
    }
    switch (Short.toUnsignedInt(frame.getShort(12))) {
      case 0x0806 -> note(now, mac, bytes(frame, 28, 4), Sign.ARP);
      case 0x0800 -> {
        if (frame.get(23) == 1 && frame.get(34) == 0) {
          note(now, mac, bytes(frame, 26, 4), Sign.ECHO);
        }
      }
      case 0x86dd -> {
        if (frame.limit() >= 62 && frame.get(20) == 58) {
          switch (Byte.toUnsignedInt(frame.get(54))) {
            case 129 -> note(now, mac, bytes(frame, 22, 16), Sign.ECHO);
            case 135 -> note(now, mac, bytes(frame, 22, 16), Sign.DISCOVERY);
            case 136 -> {
              if (frame.limit() >= 78) {
                note(now, mac, bytes(frame, 62, 16), Sign.DISCOVERY);
              }
            }
            default -> {}
          }
        }
      }
      default -> {}
    }
  }

  private void note(long now, byte[] mac, byte[] address, Sign sign) {
    IpAddress of = IpAddress.of(address);
    if (addresses.contains(of)) {
      seen.add(new Sighting(now, of, HexFormat.ofDelimiter(":").formatHex(mac), sign));
    }
  }

  private static byte[] bytes(ByteBuffer frame, int at, int length) {
    byte[] bytes = new byte[Math.min(length, Math.max(0, frame.limit() - at))];
    frame.get(at, bytes);
    return bytes;
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
