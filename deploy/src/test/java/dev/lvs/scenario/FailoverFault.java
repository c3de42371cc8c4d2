package dev.lvs.scenario;

import static dev.lvs.lab.Lab.pass;
import static dev.lvs.scenario.DirectorPair.LEASE;
import static dev.lvs.scenario.DirectorPair.TIMING;
import static dev.lvs.scenario.DirectorPair.other;

import dev.lvs.lab.Topology;
import dev.lvs.lab.failover.FailoverAgent;
import dev.lvs.lab.failover.FailoverAgent.Act;
import dev.lvs.lab.failover.LeasesInMemory.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Faults of directors and of their way to the API server. Each returns when it is over. */
enum FailoverFault {
  HOLDER_STANDS_STILL {
    @Override
    void strike(DirectorPair pair, String holder, Random random) {
      FailoverAgent node = pair.node(holder);
      Act[] acts = Act.values();
      node.stopAt(EnumSet.of(Act.ARM, acts[random.nextInt(acts.length)]));
      pass(upTo(3 * TIMING.length().toMillis(), random));
      node.resume();
    }
  },
  CANDIDATE_STANDS_STILL {
    @Override
    void strike(DirectorPair pair, String holder, Random random) {
      FailoverAgent node = pair.node(other(holder));
      node.stop();
      pass(TIMING.length().multipliedBy(2));
      node.resume();
    }
  },
  /** The candidate stops where it has the Lease and its gate is not open yet. */
  TAKER_STANDS_STILL {
    @Override
    void strike(DirectorPair pair, String holder, Random random) {
      FailoverAgent taker = pair.node(other(holder));
      taker.stopAt(Set.of(random.nextBoolean() ? Act.COMMIT : Act.ANNOUNCE));
      pair.node(holder).stop();
      pass(TIMING.length().multipliedBy(2));
      pair.node(holder).resume();
      pass(upTo(TIMING.length().toMillis(), random));
      taker.resume();
    }
  },
  API_FAILS_ONE {
    @Override
    void strike(DirectorPair pair, String holder, Random random) {
      String node = random.nextInt(3) > 0 ? holder : other(holder);
      fail(pair, List.of(node), random);
    }
  },
  API_FAILS_ALL {
    @Override
    void strike(DirectorPair pair, String holder, Random random) {
      fail(pair, List.of(holder, other(holder)), random);
    }
  },
  LEASE_DELETED {
    @Override
    void strike(DirectorPair pair, String holder, Random random) {
      pair.leases().delete(LEASE);
      if (random.nextBoolean()) {
        pass(upTo(TIMING.fence().toMillis(), random));
        pair.leases().delete(LEASE);
      }
    }
  },
  AGENT_STARTS_ANEW {
    @Override
    void strike(DirectorPair pair, String holder, Random random) {
      String node = random.nextBoolean() ? holder : other(holder);
      pair.agents().stop(node);
      pass(upTo(2 * TIMING.length().toMillis(), random));
      pair.agents().resume();
    }
  },
  /** Its gate goes with the table, and so does what shuts it: the holder's, who may answer. */
  FENCE_OF_HOLDER_REMOVED {
    @Override
    void strike(DirectorPair pair, String holder, Random random) {
      pair.host(holder).run("nft", "delete table netdev lvs_fence");
    }
  },
  VIP_REMOVED {
    @Override
    void strike(DirectorPair pair, String holder, Random random) {
      String node = random.nextBoolean() ? holder : other(holder);
      pair.host(node).run("sh", "-c", "ip addr del %s/32 dev e0 || :".formatted(Topology.VIP));
    }
  },
  LINK_FLAPS {
    @Override
    void strike(DirectorPair pair, String holder, Random random) {
      for (int i = random.nextInt(3); i >= 0; i--) {
        pair.lab().carrier(holder, 0, false);
        pass(upTo(TIMING.length().toMillis(), random));
        pair.lab().carrier(holder, 0, true);
        pass(upTo(500, random));
      }
    }
  };

  /**
   * Has the fault happen.
   *
   * @param holder the director that has the VIP
   */
  abstract void strike(DirectorPair pair, String holder, Random random);

  private static void fail(DirectorPair pair, List<String> nodes, Random random) {
    Fault[] faults = Fault.values();
    for (String node : nodes) {
      pair.node(node)
          .way()
          .fail(
              faults[random.nextInt(faults.length)], upTo(2 * TIMING.length().toMillis(), random));
    }
    pass(upTo(4 * TIMING.length().toMillis(), random));
    nodes.forEach(node -> pair.node(node).way().mend());
  }

  private static Duration upTo(long millis, Random random) {
    return Duration.ofMillis(random.nextLong(millis));
  }
}
