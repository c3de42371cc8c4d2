package dev.lvs.agent.events;

import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.inbox.KernelEvent;
import dev.lvs.agent.inbox.Producer;
import dev.lvs.agent.netlink.Multicast;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.netlink.Notifications;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.netlink.nft.TableEvents;
import dev.lvs.agent.netlink.route.RouteEvents;
import dev.lvs.agent.retry.Backoff;
import dev.lvs.agent.syscall.MulticastSockets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts events of links, addresses, routes and the agent's nftables table into the inbox. */
public final class KernelEvents implements Producer {
  private static final Logger LOG = LoggerFactory.getLogger(KernelEvents.class);

  /**
   * Between two reads of events. What comes meanwhile is read together, or overruns, which bounds
   * what a flood costs.
   */
  private static final Duration BREATH = Duration.ofMillis(10);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** The thread calls few methods, and none of them deeply. */
  private static final int STACK_BYTES = 256 << 10;

  private final Supplier<Multicast> opener;
  private final Runnable routing;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  private volatile boolean hasTable;
  private volatile @Nullable Multicast open;

  /**
   * Events of the running kernel.
   *
   * @param routing called at each event of links, addresses or routes as well, by the thread that
   *     listens: for who cannot wait until a round is over
   */
  public KernelEvents(Runnable routing) {
    this(MulticastSockets::new, routing);
  }

  /**
   * Events by any way.
   *
   * @param opener called by the thread that listens
   */
  KernelEvents(Supplier<Multicast> opener, Runnable routing) {
    this.opener = opener;
    this.routing = routing;
  }

  @Override
  public void begin(Inbox inbox) {
    var _ =
        Thread.ofPlatform()
            .name("lvs-events")
            .daemon()
            .stackSize(STACK_BYTES)
            .start(() -> run(inbox));
  }

  /**
   * Has our nftables table listened to, from now on and for good. To be called once there is or is
   * to be one, from any thread: listening loads nf_tables.
   */
  public void hearTable() {
    if (!hasTable) {
      hasTable = true;
      wake();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    wake();
  }

  private void wake() {
    Multicast sockets = open;
    if (sockets != null) {
      sockets.wake();
    }
  }

  private void run(Inbox inbox) {
    try {
      while (!isEnded(Duration.ZERO)) {
        try (Multicast sockets = opener.get()) {
          sockets.join(Netlink.NETLINK_ROUTE, RouteEvents.groups());
          open = sockets;
          // what was told while nobody listened
          inbox.put(KernelEvent.ROUTING);
          listen(sockets, inbox);
        } catch (TransportException e) {
          say(e);
        }
        isEnded(backoff.afterFailure());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen(Multicast sockets, Inbox inbox) throws InterruptedException {
    Notifications notifications = new Notifications(sockets);
    boolean hearsTable = false;
    while (!isEnded(BREATH)) {
      if (hasTable && !hearsTable) {
        hearsTable = true;
        joinTable(sockets);
        // what was told between the look and now
        inbox.put(KernelEvent.PACKET_TABLE);
      }
      if (notifications.matter(Netlink.NETLINK_ROUTE, RouteEvents::matter)) {
        routing.run();
        inbox.put(KernelEvent.ROUTING);
      }
      if (notifications.matter(Netlink.NETLINK_NETFILTER, TableEvents::matter)) {
        inbox.put(KernelEvent.PACKET_TABLE);
      }
      backoff.afterSuccess();
      sockets.await();
    }
  }

  private void joinTable(Multicast sockets) {
    try {
      sockets.join(Netlink.NETLINK_NETFILTER, TableEvents.groups());
    } catch (TransportException e) {
      say(e);
    }
  }

  private static void say(TransportException failure) {
    LOG.warn(
        "The kernel's events cannot be heard ({}), so changes that others make are found by looking"
            + " for them.",
        failure.getMessage());
  }

  /** Waits for the end, at most for so long. */
  private boolean isEnded(Duration patience) throws InterruptedException {
    return ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }
}
