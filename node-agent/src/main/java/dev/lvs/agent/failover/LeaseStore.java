package dev.lvs.agent.failover;

import dev.lvs.agent.lease.LeaseAct;
import dev.lvs.agent.lease.LeaseReply;
import dev.lvs.agent.lease.LeaseVersion;
import java.util.Optional;
import java.util.function.Consumer;

/** Leases at the API server. Nothing here waits; answers come on threads of the store. */
public interface LeaseStore extends AutoCloseable {
  /** Writes one if it is still as it was seen; once, and never again by itself. */
  void put(String name, LeaseAct.Put put, Consumer<LeaseReply> taker);

  /** Creates one. */
  void create(String name, LeaseAct.Create create, Consumer<LeaseReply> taker);

  /** Reads one as it is. */
  void read(String name, Consumer<LeaseReply> taker);

  /** Tells of each version of all Leases, by name, until the store is closed. */
  void watch(Watcher watcher);

  @Override
  void close();

  /** Takes what is seen. */
  @FunctionalInterface
  interface Watcher {
    /**
     * Called by a thread of the store.
     *
     * @param version empty where the object was deleted
     */
    void saw(String name, Optional<LeaseVersion> version);
  }
}
