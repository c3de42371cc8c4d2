package dev.lvs.agent.kernel.neighbour;

import dev.lvs.agent.model.Vip;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.netlink.route.Link;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.netlink.route.MacAddress;
import dev.lvs.agent.object.FrameSender;
import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.retry.LoudTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces to the neighbours where a VIP is now: at once, several times more for those that missed
 * it, and then every minute, since switches forget; without blocking the caller. And again when its
 * interface was away meanwhile: down, without a carrier, or with another hardware address.
 */
public final class Announcer implements AutoCloseable, KernelAccess.Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private static final long PERIOD = Announcement.PERIOD.toMillis();

  private final FrameSender frames;
  private final List<Duration> delays;
  private final ScheduledExecutorService clock = new LoudTimer("announcer");
  private final Map<Vip, List<Future<?>>> repeats = new HashMap<>();

  /** Place of each VIP when neighbours heard of it last. */
  private final Map<Vip, Place> heard = new HashMap<>();

  /**
   * Location of a VIP as neighbours and switches have it in their caches.
   *
   * @param carrierChanges how often the carrier came or went
   */
  private record Place(int interfaceIndex, MacAddress mac, long carrierChanges) {
    /** Empty where nobody listens, or nobody can. */
    static Optional<Place> of(Link link) {
      return link.mac()
          .filter(_ -> link.speaksArp() && link.isRunning())
          .map(mac -> new Place(link.index(), mac, link.status().carrierChanges()));
    }
  }

  /**
   * @param delays of the repetitions, after the first time
   */
  public Announcer(FrameSender frames, List<Duration> delays) {
    this.frames = frames;
    this.delays = delays;
  }

  /** The one of a kernel. */
  public static Announcer of(KernelAccess access) {
    return access.shared(
        Announcer.class, ways -> new Announcer(ways.frames(), Announcement.REPEATS));
  }

  /**
   * Announces a VIP, on an interface where anybody listens.
   *
   * @return whether anybody does
   * @throws TransportException when it cannot be sent
   */
  public boolean announce(Vip vip, Link link) {
    Optional<Place> place = Place.of(link);
    withdraw(vip);
    place.ifPresent(one -> announce(vip, one));
    return place.isPresent();
  }

  /** Those of the VIPs whose neighbours do not know, or may not know any more. */
  public List<Vip> unheard(Collection<Vip> held, Links links) {
    heard.keySet().retainAll(Set.copyOf(held));
    Map<String, Optional<Place>> places = new HashMap<>();
    List<Vip> unheard = new ArrayList<>();
    for (Vip vip : held) {
      Optional<Place> place =
          places.computeIfAbsent(vip.device(), name -> links.find(name).flatMap(Place::of));
      if (place.isEmpty()) {
        withdraw(vip);
      } else if (!place.get().equals(heard.get(vip))) {
        unheard.add(vip);
      }
    }
    return unheard;
  }

  private void announce(Vip vip, Place place) {
    Announcement said =
        new Announcement(vip.address(), place.interfaceIndex(), place.mac().toBytes());
    said.send(frames);
    Runnable repeat = () -> repeat(vip, said);
    List<Future<?>> pending = new ArrayList<>();
    for (Duration delay : delays) {
      pending.add(clock.schedule(repeat, delay.toMillis(), TimeUnit.MILLISECONDS));
    }
    pending.add(clock.scheduleWithFixedDelay(repeat, PERIOD, PERIOD, TimeUnit.MILLISECONDS));
    repeats.put(vip, pending);
    heard.put(vip, place);
  }

  /** Ends what is still to be said of a VIP: somebody else may hold it soon. */
  public void withdraw(Vip vip) {
    heard.remove(vip);
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

  private void repeat(Vip vip, Announcement said) {
    try {
      said.send(frames);
    } catch (TransportException e) {
      LOG.warn(
          "{} is not announced again on {}, neighbours that missed it may take up to minutes to"
              + " notice: {}",
          vip.address(),
          vip.device(),
          e.getMessage());
    }
  }
}
