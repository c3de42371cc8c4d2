package dev.lvs.agent.kernel.address;

import dev.lvs.agent.model.Vip;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.netlink.route.InterfaceAddress;
import dev.lvs.agent.netlink.route.Link;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.netlink.route.RouteRequests;
import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.retry.LoudTimer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the lifetimes of dynamic VIPs, on a thread and a socket of its own, so that they stand
 * however long a round takes and the kernel removes them when this process is dead.
 *
 * <p>The kernel adds an IPv4 address that is to be changed and is not there ({@code
 * inet_rtm_newaddr}, net/ipv4/devinet.c). So one that a round deletes is let go of before, and none
 * is renewed that may have run out meanwhile, as while the process stood still.
 */
final class VipLifetimes implements KernelAccess.Closeable {
  /** Time after which the kernel removes a VIP that nobody renews. */
  static final Duration LIFETIME = Duration.ofSeconds(10);

  /** Time between two renewals. */
  static final Duration PERIOD = Duration.ofSeconds(3);

  /** Lifetime at the end of the process: the next one, or the next try, goes on within it. */
  static final Duration PARTING = Duration.ofSeconds(45);

  private static final Logger LOG = LoggerFactory.getLogger(VipLifetimes.class);

  private final Supplier<Exchange> open;
  private final LongSupplier nanoTime;
  private final ScheduledExecutorService clock = new LoudTimer("vip-lifetimes");
  private Map<Vip, InterfaceAddress> kept = new TreeMap<>();
  private @Nullable Exchange exchange;
  private boolean begun;
  private long renewed;

  /**
   * @param open opens a way to routing netlink
   * @param nanoTime of a clock that nobody sets
   */
  VipLifetimes(Supplier<Exchange> open, LongSupplier nanoTime) {
    this.open = open;
    this.nanoTime = nanoTime;
    this.renewed = nanoTime.getAsLong();
  }

  /** The one of a kernel. */
  static VipLifetimes of(KernelAccess access) {
    return access.shared(
        VipLifetimes.class, ways -> new VipLifetimes(ways::openRoute, System::nanoTime));
  }

  /** A VIP as it is to be on its interface. */
  static InterfaceAddress address(Vip vip, Link link) {
    InterfaceAddress address = Addresses.permanent(vip, link);
    return vip.isDynamic() ? address.valid(LIFETIME.toSeconds()) : address;
  }

  /** Renews these from now on, as far as they are dynamic, and no others; they are there. */
  synchronized void keep(Collection<Vip> standing, Supplier<Links> links) {
    List<Vip> dynamic = standing.stream().filter(Vip::isDynamic).toList();
    if (dynamic.isEmpty()) {
      kept.clear();
      return;
    }
    boolean isLate = isLate();
    Links now = links.get();
    Map<Vip, InterfaceAddress> next = new TreeMap<>();
    for (Vip vip : dynamic) {
      Optional<Link> link = now.find(vip.device());
      link.ifPresent(one -> next.put(vip, address(vip, one)));
    }
    boolean isMore = !kept.keySet().containsAll(next.keySet());
    kept = next;
    if (!begun) {
      begun = true;
      long period = PERIOD.toMillis();
      var _ = clock.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.MILLISECONDS);
    }
    if (isMore || isLate) {
      set(LIFETIME);
    }
  }

  /** Renews one no more: it is about to be deleted. */
  synchronized void release(Vip vip) {
    kept.remove(vip);
  }

  /** Renews all of them; from any thread. */
  synchronized void renew() {
    if (kept.isEmpty()) {
      return;
    }
    if (isLate()) {
      LOG.warn(
          "VIPs that BGP speakers announce were not renewed for {} s, in which the kernel may have"
              + " removed them; they come back with the next round.",
          Duration.ofNanos(nanoTime.getAsLong() - renewed).toSeconds());
      kept.clear();
      return;
    }
    set(LIFETIME);
  }

  private boolean isLate() {
    return nanoTime.getAsLong() - renewed > LIFETIME.minus(PERIOD).toNanos();
  }

  private void set(Duration lifetime) {
    try {
      Exchange way = exchange == null ? open.get() : exchange;
      exchange = way;
      // one that is refused is not as it was, and the next round's
      way.execute(
          kept.values().stream()
              .map(address -> address.valid(lifetime.toSeconds()))
              .map(RouteRequests::setAddress)
              .toList());
      renewed = nanoTime.getAsLong();
    } catch (TransportException e) {
      LOG.warn(
          "The lifetimes of VIPs that BGP speakers announce cannot be renewed; trying again: {}",
          e.getMessage());
      end();
    }
  }

  private void end() {
    if (exchange != null) {
      exchange.close();
      exchange = null;
    }
  }

  /** Leaves them for as long as it may take until somebody renews them again. */
  @Override
  public void close() {
    clock.shutdownNow();
    synchronized (this) {
      if (!kept.isEmpty() && !isLate()) {
        set(PARTING);
      }
      end();
    }
  }
}
