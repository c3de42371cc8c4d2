package dev.lvs.agent.events;

import static dev.lvs.agent.netlink.Netlink.NETLINK_NETFILTER;
import static dev.lvs.agent.netlink.Netlink.NETLINK_ROUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.inbox.KernelEvent;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Multicast;
import dev.lvs.agent.netlink.Transport;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.retry.SteadyClock;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KernelEventsTest {
  private final Sockets sockets = new Sockets();
  private final Inbox inbox = new Inbox(SteadyClock.STEADY, List.of());
  private final AtomicInteger routings = new AtomicInteger();
  private final KernelEvents events = new KernelEvents(() -> sockets, routings::incrementAndGet);

  @AfterEach
  void end() {
    events.close();
  }

  @Test
  void listensToNoTableBeforeThereIsOne() throws Exception {
    events.begin(inbox);
    sockets.idle.acquire();
    assertThat(sockets.joined()).containsExactly(NETLINK_ROUTE);

    events.hearTable();
    sockets.idle.acquire();

    assertThat(sockets.joined()).containsExactlyInAnyOrder(NETLINK_ROUTE, NETLINK_NETFILTER);
    assertThat(inbox.take().kernel()).as("since the look").contains(KernelEvent.PACKET_TABLE);
  }

  @Test
  void takesWhatWasLostForAnEvent() throws Exception {
    events.begin(inbox);
    sockets.idle.acquire();
    assertThat(inbox.take().kernel()).as("what was told before").hasSize(1);

    sockets.arrive(Transport.OVERRUN);

    assertThat(inbox.take().kernel()).containsExactly(KernelEvent.ROUTING);
    assertThat(routings).as("told at once, before the inbox").hasValue(1);
  }

  @Test
  void goesOnWithoutTheTableWhereTheKernelHasNone() throws Exception {
    sockets.withoutNetfilter = true;
    events.begin(inbox);
    sockets.idle.acquire();
    inbox.take();

    events.hearTable();
    assertThat(inbox.take().kernel()).containsExactly(KernelEvent.PACKET_TABLE);
    sockets.arrive(Transport.OVERRUN);

    assertThat(inbox.take().kernel()).containsExactly(KernelEvent.ROUTING);
  }

  @Test
  void endsAtTheClose() throws Exception {
    events.begin(inbox);
    sockets.idle.acquire();

    events.close();

    sockets.closed.acquire();
    assertThat(sockets.joined()).containsExactly(NETLINK_ROUTE);
  }

  /** Sockets to which nothing arrives but what a test says. */
  private static final class Sockets implements Multicast {
    private final Set<Integer> joined = new HashSet<>();
    private final Deque<Integer> arrived = new ArrayDeque<>();
    private final Semaphore wakes = new Semaphore(0);

    /** One for each time that the thread has read everything. */
    private final Semaphore idle = new Semaphore(0);

    private final Semaphore closed = new Semaphore(0);
    private volatile boolean withoutNetfilter;

    synchronized void arrive(int length) {
      arrived.add(length);
      wakes.release();
    }

    synchronized Set<Integer> joined() {
      return Set.copyOf(joined);
    }

    @Override
    public synchronized void join(int protocol, int... groups) {
      if (withoutNetfilter && protocol == NETLINK_NETFILTER) {
        throw new TransportException("join", Errno.EPROTONOSUPPORT);
      }
      joined.add(protocol);
    }

    @Override
    public void await() {
      idle.release();
      wakes.acquireUninterruptibly();
    }

    @Override
    public synchronized int receive(int protocol, ByteBuffer into) {
      Integer next = protocol == NETLINK_ROUTE ? arrived.poll() : null;
      return next == null ? SILENCE : next;
    }

    @Override
    public void wake() {
      wakes.release();
    }

    @Override
    public void close() {
      closed.release();
    }
  }

  private static final int SILENCE = Transport.SILENCE;
}
