package dev.lvs.agent.kernel;

import dev.lvs.agent.model.Vip;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.netlink.route.Link;
import dev.lvs.agent.netlink.route.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the neighbours where a VIP is now: at once, and twice more for those who missed it, without
 * holding anybody up.
 */
final class Announcer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  /** When an announcement is repeated. */
  static final List<Duration> REPEATS = List.of(Duration.ofSeconds(1), Duration.ofSeconds(3));

  private final FrameSender frames;
  private final List<Duration> delays;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("announcer").factory());
  private final Map<Vip, List<Future<?>>> repeats = new HashMap<>();

  /**
   * @param delays of the repetitions, after the first time
   */
  Announcer(FrameSender frames, List<Duration> delays) {
    this.frames = frames;
    this.delays = delays;
  }

  /** Announces a VIP, on an interface where anybody listens. */
  void announce(Vip vip, Link link) {
    Optional<MacAddress> mac = link.mac();
    if (!link.speaksArp() || !link.isUp() || mac.isEmpty()) {
      return;
    }
    byte[] frame = Announcement.frame(vip.address(), mac.get().toBytes());
    Runnable send = () -> send(vip, link.index(), frame);
    send.run();
    withdraw(vip);
    List<Future<?>> pending = new ArrayList<>();
    for (Duration delay : delays) {
      pending.add(clock.schedule(send, delay.toMillis(), TimeUnit.MILLISECONDS));
    }
    repeats.put(vip, pending);
  }

  /** Ends what is still to be said of a VIP: somebody else may hold it soon. */
  void withdraw(Vip vip) {
    List<Future<?>> pending = repeats.remove(vip);
    if (pending != null) {
      pending.forEach(repeat -> repeat.cancel(false));
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    frames.close();
  }

  private void send(Vip vip, int interfaceIndex, byte[] frame) {
    try {
      frames.send(interfaceIndex, frame);
    } catch (TransportException e) {
      LOG.warn(
          "{} is not announced on {}, neighbours may take up to minutes to notice: {}",
          vip.address(),
          vip.device(),
          e.getMessage());
    }
  }
}
