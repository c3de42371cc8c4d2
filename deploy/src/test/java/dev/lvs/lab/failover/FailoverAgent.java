package dev.lvs.lab.failover;

import dev.lvs.agent.failover.LeaseKeeper;
import dev.lvs.agent.failover.LeaseStore;
import dev.lvs.agent.failover.LinkNeighbourhood;
import dev.lvs.agent.failover.Neighbourhood;
import dev.lvs.agent.fence.Fence;
import dev.lvs.agent.fence.FenceAnswer;
import dev.lvs.agent.fence.FenceShape;
import dev.lvs.agent.fence.Gate;
import dev.lvs.agent.fence.KernelFence;
import dev.lvs.agent.fence.Slot;
import dev.lvs.agent.lease.LeaseHolder;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.syscall.NetlinkSocket;
import dev.lvs.api.v1alpha1.AnsweringStation;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What one node's failover acts on, in this JVM: its kernel, its links, Leases in memory. It can
 * stand still at its next act as a process does that is stopped.
 */
public final class FailoverAgent implements LeaseKeeper.Opening {
  private final String node;
  private final LeasesInMemory.Way way;
  private final Semaphore going = new Semaphore(1);
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Set<Act> stopping = Set.of();

  /** Acts at which a keeper may stand still: before it does this. */
  public enum Act {
    /** It prepares a token, before it asks the API server. */
    ARM,
    /** It opens its gate, after the API server's answer. */
    COMMIT,
    /** It shuts its gate. */
    CLOSE,
    /** It lengthens or shortens its token at its end. */
    EXTEND,
    /** It builds the fence anew. */
    SHAPE,
    /** It tells the neighbours that it has the VIPs. */
    ANNOUNCE,
    /** It asks the network whether somebody has them. */
    ASK
  }

  /** One that reaches the Leases by a way of its own. */
  public FailoverAgent(String node, LeasesInMemory.Way way) {
    this.node = node;
    this.way = way;
  }

  /** A keeper of a new process. */
  public LeaseKeeper keeper() {
    return new LeaseKeeper(new LeaseHolder.Director(node, "0000b007"), this);
  }

  /** How often it asked the network who has the VIPs. */
  public int asked() {
    return asked.get();
  }

  /** Its way to the Leases. */
  public LeasesInMemory.Way way() {
    return way;
  }

  /** Has the keeper stand still at its next act. */
  public void stop() {
    stopAt(EnumSet.allOf(Act.class));
  }

  /** Has it stand still at the next of these acts. */
  public void stopAt(Set<Act> acts) {
    going.acquireUninterruptibly();
    stopping = Set.copyOf(acts);
  }

  /** Has it go on. */
  public void resume() {
    stopping = Set.of();
    going.release();
  }

  private void pass(Act act) {
    if (stopping.contains(act)) {
      going.acquireUninterruptibly();
      going.release();
    }
  }

  @Override
  public Fence fence() {
    String process = UUID.randomUUID().toString().substring(0, 8);
    return new StoppingFence(
        new KernelFence(new Exchange(new NetlinkSocket(Netlink.NETLINK_NETFILTER)), process));
  }

  @Override
  public LeaseStore store() {
    return way;
  }

  @Override
  public Neighbourhood network() {
    Neighbourhood links = new LinkNeighbourhood();
    return new Neighbourhood() {
      @Override
      public void announce(Collection<IpAddress> addresses, String device) {
        pass(Act.ANNOUNCE);
        links.announce(addresses, device);
      }

      @Override
      public boolean isRunning(String device) {
        return links.isRunning(device);
      }

      @Override
      public void ask(
          Collection<IpAddress> addresses, String device, Consumer<List<AnsweringStation>> taker) {
        pass(Act.ASK);
        links.ask(
            addresses,
            device,
            stations -> {
              asked.incrementAndGet();
              taker.accept(stations);
            });
      }

      @Override
      public Optional<String> mac(String device) {
        return links.mac(device);
      }

      @Override
      public void close() {
        links.close();
      }
    };
  }

  private final class StoppingFence implements Fence {
    private final Fence fence;

    StoppingFence(Fence fence) {
      this.fence = fence;
    }

    @Override
    public FenceAnswer shape(FenceShape shape) {
      pass(Act.SHAPE);
      return fence.shape(shape);
    }

    @Override
    public Gate gate(String group) {
      Gate gate = fence.gate(group);
      return new Gate() {
        @Override
        public FenceAnswer arm(Slot slot, Duration lifetime) {
          pass(Act.ARM);
          return gate.arm(slot, lifetime);
        }

        @Override
        public FenceAnswer commit(Slot slot) {
          pass(Act.COMMIT);
          return gate.commit(slot);
        }

        @Override
        public FenceAnswer close() {
          pass(Act.CLOSE);
          return gate.close();
        }

        @Override
        public FenceAnswer extend(Duration lifetime) {
          pass(Act.EXTEND);
          return gate.extend(lifetime);
        }

        @Override
        public FenceAnswer shorten(Duration most) {
          pass(Act.EXTEND);
          return gate.shorten(most);
        }
      };
    }

    @Override
    public Look look() {
      return fence.look();
    }

    @Override
    public FenceAnswer remove() {
      return fence.remove();
    }

    @Override
    public void close() {
      fence.close();
    }
  }
}
