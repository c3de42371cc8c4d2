package dev.lvs.agent.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Lease object on a simulated API server: one object, compare and swap, and a history. */
final class SimulatedApi {
  private final List<Optional<LeaseVersion>> history = new ArrayList<>(List.of(Optional.empty()));
  private final List<Consumer<Optional<LeaseVersion>>> watches = new ArrayList<>();
  private long revision = 100;
  private int objects;
  private int restored;

  Optional<LeaseVersion> now() {
    return history.getLast();
  }

  List<Optional<LeaseVersion>> history() {
    return history;
  }

  void watch(Consumer<Optional<LeaseVersion>> watch) {
    watches.add(watch);
  }

  /** Returns how often the store was restored. */
  int restored() {
    return restored;
  }

  LeaseReply put(LeaseVersion on, LeaseHolder holder, Duration length, int transitions) {
    boolean same =
        now()
            .filter(
                one ->
                    one.uid().equals(on.uid())
                        && one.resourceVersion().equals(on.resourceVersion()))
            .isPresent();
    return same
        ? new LeaseReply.Written(write(on.uid(), holder, length, transitions))
        : new LeaseReply.Conflict();
  }

  LeaseReply create(Duration length) {
    return now().isPresent()
        ? new LeaseReply.Conflict()
        : new LeaseReply.Written(write("uid-" + ++objects, new LeaseHolder.Unknown(), length, 0));
  }

  LeaseReply read() {
    return new LeaseReply.Found(now());
  }

  void delete() {
    if (now().isPresent()) {
      revision++;
      show(Optional.empty());
    }
  }

  /**
   * The store is restored from a copy, with its old revisions. For that all API servers are
   * stopped: requests that were on their way are lost.
   */
  void restore(Optional<LeaseVersion> old) {
    restored++;
    show(old);
  }

  private LeaseVersion write(String uid, LeaseHolder holder, Duration length, int transitions) {
    revision++;
    LeaseVersion version =
        new LeaseVersion(
            uid, String.valueOf(revision), holder, length, transitions, "t" + history.size());
    show(Optional.of(version));
    return version;
  }

  private void show(Optional<LeaseVersion> version) {
    history.add(version);
    watches.forEach(watch -> watch.accept(version));
  }
}
