package dev.lvs.lab.failover;

import dev.lvs.agent.failover.LeaseStore;
import dev.lvs.agent.lease.LeaseAct;
import dev.lvs.agent.lease.LeaseHolder;
import dev.lvs.agent.lease.LeaseReply;
import dev.lvs.agent.lease.LeaseVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Leases as an API server keeps them, which several stores of one JVM share. */
public final class LeasesInMemory implements AutoCloseable {
  /** Half of the time of an answer. */
  private static final int HALF_WAY_MS = 3;

  private final ScheduledExecutorService clock =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("leases in memory").factory());
  private final Map<String, LeaseVersion> leases = new HashMap<>();
  private final List<LeaseStore.Watcher> watchers = new ArrayList<>();
  private long revision = 1;

  /** Faults of the way to an API server. */
  public enum Fault {
    /** What is asked does not arrive, and nothing is seen. */
    CUT,
    /** What is asked does not arrive. */
    QUESTIONS_LOST,
    /** What is asked is done, and its answer does not arrive. */
    ANSWERS_LOST,
    /** What is asked is done at once, and its answer arrives late. */
    ANSWERS_LATE,
    /** What is asked is done late, and its answer does not arrive. */
    DONE_LATE,
    /** Nothing is seen of what others write. */
    WATCH_STANDS
  }

  /** The way of one node to them. */
  public final class Way implements LeaseStore {
    private volatile Optional<Fault> fault = Optional.empty();
    private volatile Duration late = Duration.ZERO;

    /** Loses all that is asked and all that is seen from now on. */
    public void cut(boolean is) {
      fault = is ? Optional.of(Fault.CUT) : Optional.empty();
    }

    /**
     * Has this fault from now on.
     *
     * @param by how late it is, where it is one of time
     */
    public void fail(Fault how, Duration by) {
      late = by;
      fault = Optional.of(how);
    }

    /** Has no fault any more. */
    public void mend() {
      fault = Optional.empty();
    }

    private boolean has(Fault... faults) {
      return fault.filter(List.of(faults)::contains).isPresent();
    }

    @Override
    public void put(String name, LeaseAct.Put put, Consumer<LeaseReply> taker) {
      ask(() -> write(name, put), taker);
    }

    @Override
    public void create(String name, LeaseAct.Create create, Consumer<LeaseReply> taker) {
      ask(() -> make(name, new LeaseHolder.Unknown(), create.length()), taker);
    }

    @Override
    public void read(String name, Consumer<LeaseReply> taker) {
      ask(() -> new LeaseReply.Found(Optional.ofNullable(leases.get(name))), taker);
    }

    @Override
    public void watch(Watcher watcher) {
      clock.execute(
          () ->
              watchers.add(
                  (name, version) -> {
                    if (!has(Fault.CUT, Fault.WATCH_STANDS)) {
                      watcher.saw(name, version);
                    }
                  }));
    }

    @Override
    public void close() {
      // what stands in memory goes with all of it
    }

    private void ask(Supplier<LeaseReply> what, Consumer<LeaseReply> taker) {
      if (has(Fault.CUT, Fault.QUESTIONS_LOST)) {
        return;
      }
      boolean isLost = has(Fault.ANSWERS_LOST, Fault.DONE_LATE);
      Duration doing = has(Fault.DONE_LATE) ? late : Duration.ZERO;
      Duration answering = has(Fault.ANSWERS_LATE) ? late : Duration.ZERO;
      after(
          doing,
          () -> {
            LeaseReply reply = what.get();
            if (!isLost) {
              after(
                  answering,
                  () -> {
                    if (!has(Fault.CUT)) {
                      taker.accept(reply);
                    }
                  });
            }
          });
    }

    private void after(Duration time, Runnable act) {
      var _ = clock.schedule(act, HALF_WAY_MS + time.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** A way for one more node. */
  public Way way() {
    return new Way();
  }

  /** A Lease that nobody has, as after its holder gave it back. */
  public void free(String name, Duration length) {
    clock.execute(() -> make(name, new LeaseHolder.Free(Optional.empty()), length));
  }

  /** Deletes a Lease, as somebody does by hand. */
  public void delete(String name) {
    CompletableFuture.runAsync(
            () -> {
              leases.remove(name);
              watchers.forEach(watcher -> watcher.saw(name, Optional.empty()));
            },
            clock)
        .join();
  }

  private LeaseReply make(String name, LeaseHolder holder, Duration length) {
    return leases.containsKey(name)
        ? new LeaseReply.Conflict()
        : written(name, UUID.randomUUID().toString(), holder, length, 0);
  }

  private LeaseReply write(String name, LeaseAct.Put put) {
    LeaseVersion now = leases.get(name);
    if (now == null
        || !now.uid().equals(put.on().uid())
        || !now.resourceVersion().equals(put.on().resourceVersion())) {
      return new LeaseReply.Conflict();
    }
    return written(name, now.uid(), put.holder(), put.length(), put.transitions());
  }

  private LeaseReply written(
      String name, String uid, LeaseHolder holder, Duration length, int transitions) {
    revision++;
    String number = String.valueOf(revision);
    LeaseVersion version = new LeaseVersion(uid, number, holder, length, transitions, number);
    leases.put(name, version);
    watchers.forEach(watcher -> watcher.saw(name, Optional.of(version)));
    return new LeaseReply.Written(version);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
