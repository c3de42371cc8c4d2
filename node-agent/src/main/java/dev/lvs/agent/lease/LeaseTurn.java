package dev.lvs.agent.lease;

import dev.lvs.agent.lease.LeaseHolder.Director;
import dev.lvs.agent.lease.LeaseRequest.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One step of the engine: the event changes what is known, and then the next acts are decided. */
final class LeaseTurn {
  /** Longest wait of the end of a process for the API server. */
  static final Duration LONGEST_END = Duration.ofSeconds(8);

  /** Between two tries to shut a gate. */
  static final Duration SHUT_AGAIN = Duration.ofMillis(100);

  /** Between two announcements against another station. */
  static final Duration ANNOUNCE_AGAIN = Duration.ofSeconds(1);

  /** A step without anything to wait for comes round all the same. */
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

  private final Director self;
  private final Instant now;
  private final List<LeaseAct> acts = new ArrayList<>();
  private Instant wake;

  private Circumstances circumstances;
  private LeaseView view;
  private Optional<LeaseRequest> request;
  private Opening opening;
  private Pace pace;
  private Ending ending;
  private Optional<Sighting> sighting;

  /** Whether the network was just asked, and nobody answered for the addresses. */
  private boolean silent;

  LeaseTurn(Director self, LeaseState state, Instant now) {
    this.self = self;
    this.now = now;
    this.wake = now.plus(LONGEST_SLEEP);
    this.circumstances = state.circumstances();
    this.view = state.view();
    this.request = state.request();
    this.opening = state.opening();
    this.pace = state.pace();
    this.ending = state.ending();
    this.sighting = state.sighting();
  }

  LeaseStep result() {
    return new LeaseStep(
        new LeaseState(circumstances, view, request, opening, pace, ending, sighting), acts, wake);
  }

  void take(LeaseEvent event) {
    if (ending.done()) {
      return;
    }
    switch (event) {
      case LeaseEvent.Saw(Optional<LeaseVersion> version) -> saw(version);
      case LeaseEvent.Replied(long number, LeaseReply reply) ->
          request
              .filter(one -> one.number() == number)
              .ifPresent(
                  one -> {
                    request = Optional.empty();
                    replied(one, reply);
                  });
      case LeaseEvent.Told(Circumstances next) -> circumstances = next;
      case LeaseEvent.Heard(String mac) -> heard(mac);
      case LeaseEvent.Lapsed() -> opening = opening.closed(now);
      case LeaseEvent.Failed(String _) -> failed();
      case LeaseEvent.Stop() -> stop();
      case LeaseEvent.Tick() -> {}
    }
    request
        .filter(one -> !now.isBefore(one.end()))
        .ifPresent(
            one -> {
              request = Optional.empty();
              replied(one, new LeaseReply.Lost());
            });
  }

  /** Nobody gets anything by what is seen; a holder may lose by it. */
  private void saw(Optional<LeaseVersion> version) {
    if (!view.held()) {
      look(version);
    } else if (!view.isOfThis(version)) {
      // late news of an earlier object, or this one is gone
      view = view.fresh(false);
      pace = pace.next(now);
    } else if (version.filter(view::isLostBy).isPresent()) {
      view = view.saw(version, now);
      shut();
    }
  }

  private void replied(LeaseRequest one, LeaseReply reply) {
    switch (reply) {
      case LeaseReply.Written(LeaseVersion version) -> written(one, version);
      case LeaseReply.Conflict() -> {
        view = view.fresh(false);
        pace = pace.next(now);
      }
      case LeaseReply.Lost() -> {
        if (one.purpose() == Purpose.PROBE) {
          view = view.seenAt(now);
        } else {
          view = view.fresh(false);
        }
      }
      case LeaseReply.Found(Optional<LeaseVersion> version) -> found(version);
      case LeaseReply.Silent() -> {
        silent = view.version().equals(one.on());
        sighting = Optional.empty();
        pace = pace.next(now);
      }
      case LeaseReply.Answered(String mac) -> {
        view = view.seenAt(now);
        sighting = Optional.of(new Sighting(mac, now, false));
      }
    }
  }

  private void written(LeaseRequest one, LeaseVersion version) {
    view = view.saw(Optional.of(version), now).seenAt(now).fresh(true).held(isMine(version));
    if (one.purpose() == Purpose.RELEASE) {
      // others come first, so that an interface that flaps does not take the VIPs along
      pace = pace.out(now.plus(LeaseWait.PREFERENCE));
    }
    if (!view.held() || !isFit()) {
      return;
    }
    if (one.isVoid()) {
      // it was unfit for less than the call took: what it lost is asked for at once
      pace = pace.next(now);
      return;
    }
    Duration fence = one.timing().fence();
    Instant end = one.begun().plus(fence);
    if (now.isBefore(end)) {
      acts.add(new LeaseAct.Commit(one.number()));
      if (!opening.isOpen(now)) {
        acts.add(new LeaseAct.Announce());
        sighting = Optional.empty();
      }
      opening = opening.committed(end, fence, one.begun());
      // half a period later than the next renewal, which makes it needless
      pace = pace.extend(now.plus(one.timing().renew().multipliedBy(3).dividedBy(2)));
      if (one.purpose() == Purpose.RESTART) {
        exit();
      }
    }
  }

  private void found(Optional<LeaseVersion> version) {
    boolean lateWrites =
        isMine() && version.filter(this::isMine).isPresent() && !version.equals(view.version());
    Duration length = circumstances.timing().length();
    if (lateWrites && !opening.isOpen(now) && !now.isBefore(opening.until().plus(length))) {
      // its writes are done, so that nobody else takes it, but too late to open by them
      pace = pace.out(now.plus(length.multipliedBy(3)));
    }
    look(version);
    view = view.fresh(true);
    pace = pace.next(now);
  }

  private void look(Optional<LeaseVersion> version) {
    if (!view.version().equals(version)) {
      sighting = sighting.filter(Sighting::serving);
    }
    view = view.saw(version, now);
    if (!isMine() || view.isRolledBack()) {
      shut();
    }
  }

  /** Only by a renewal that is so long ago can another have taken the Lease rightly. */
  private void heard(String mac) {
    if (!opening.isOpen(now)) {
      return;
    }
    Duration length = view.version().map(LeaseVersion::length).orElse(Timing.LONGEST);
    if (!now.isBefore(opening.confirmed().plus(length))) {
      shut();
      view = view.fresh(false);
      sighting = Optional.of(new Sighting(mac, now, false));
    } else if (sighting.filter(last -> now.isBefore(last.at().plus(ANNOUNCE_AGAIN))).isEmpty()) {
      acts.add(new LeaseAct.Announce());
      sighting = Optional.of(new Sighting(mac, now, true));
    }
  }

  private void failed() {
    opening = opening.failed();
    view = view.fresh(false).held(false);
    request = Optional.empty();
    pace = pace.shut(now.plus(SHUT_AGAIN));
  }

  private void stop() {
    if (ending.by().isEmpty()) {
      ending = new Ending(Optional.of(now.plus(LONGEST_END)), false);
      pace = pace.next(now);
    }
  }

  void decide() {
    if (ending.done()) {
      return;
    }
    if (ending.by().filter(end -> !now.isBefore(end)).isPresent()) {
      exit();
      return;
    }
    ending.by().ifPresent(this::wakeAt);
    if (opening.uncertain() && now.isBefore(pace.shut())) {
      wakeAt(pace.shut());
      return;
    }
    if (opening.uncertain() || !isFit()) {
      shut();
    }
    extend();
    if (request.isPresent()) {
      wakeAt(request.get().end());
      return;
    }
    if (view.fresh() && isMine() && !view.isRolledBack() && isLeaving()) {
      release();
    } else if (now.isBefore(pace.next())) {
      wakeAt(pace.next());
    } else {
      request();
    }
    request.map(LeaseRequest::end).ifPresent(this::wakeAt);
  }

  private void request() {
    if (!view.fresh()) {
      begin(Purpose.READ, circumstances.timing());
      acts.add(new LeaseAct.Read(pace.requests()));
    } else if (view.version().isEmpty()) {
      if (isEnding()) {
        exit();
      } else {
        begin(Purpose.CREATE, circumstances.timing());
        acts.add(new LeaseAct.Create(pace.requests(), Timing.LONGEST));
      }
    } else if (isMine() && !view.isRolledBack()) {
      ask(view.version().get(), isEnding() ? Purpose.RESTART : Purpose.ASK);
    } else if (isEnding()) {
      exit();
    } else if (isFit()) {
      wait(view.version().get());
    } else if (now.isBefore(pace.out())) {
      wakeAt(pace.out());
    }
  }

  /** Waits for a Lease that is free or another's, and takes it when that is over. */
  private void wait(LeaseVersion version) {
    Instant due = LeaseWait.end(self, view, circumstances);
    boolean isFree = isFree(version);
    if (now.isBefore(due)) {
      wakeAt(due);
    } else if (isFree || silent || circumstances.outage() == ApiOutage.RELEASE) {
      ask(version, Purpose.ASK);
    } else {
      begin(Purpose.PROBE, circumstances.timing());
      acts.add(new LeaseAct.Probe(pace.requests()));
    }
  }

  private boolean isFree(LeaseVersion version) {
    return version.holder() instanceof LeaseHolder.Free && !view.isRolledBack();
  }

  /** A token first, and then the request: the kernel counts from before it. */
  private void ask(LeaseVersion version, Purpose purpose) {
    Timing timing = purpose == Purpose.RESTART ? Timing.RESTART : circumstances.timing();
    if (!opening.shut() && timing.length().compareTo(version.length()) < 0) {
      // others will wait for less time than the token in force may live by the version before
      acts.add(new LeaseAct.Shorten(timing.fence()));
      opening = opening.shortened(now.plus(timing.fence()), timing.fence());
    }
    begin(purpose, timing);
    acts.add(new LeaseAct.Arm(pace.requests(), timing.fence()));
    acts.add(
        new LeaseAct.Put(
            pace.requests(),
            version,
            self,
            timing.length(),
            isMine(version) && !view.isRolledBack()
                ? version.transitions()
                : view.nextTransition()));
  }

  /** The gate first, and then the Lease: between the two nobody answers. */
  private void release() {
    shut();
    begin(Purpose.RELEASE, circumstances.timing());
    LeaseVersion version = view.version().orElseThrow();
    acts.add(
        new LeaseAct.Put(
            pace.requests(),
            version,
            new LeaseHolder.Free(circumstances.heir()),
            circumstances.timing().length(),
            view.nextTransition()));
  }

  private void begin(Purpose purpose, Timing timing) {
    pace = pace.begun(now.plus(circumstances.timing().renew()));
    request =
        Optional.of(
            new LeaseRequest(
                pace.requests(),
                purpose,
                now,
                now.plus(circumstances.timing().patience()),
                timing,
                view.version(),
                false));
  }

  /** Goes on without the API server, but never over a gap. */
  private void extend() {
    if (circumstances.outage() != ApiOutage.HOLD || opening.shut()) {
      return;
    }
    if (!now.isBefore(pace.extend())) {
      Duration own = circumstances.timing().fence();
      Duration fence = own.compareTo(opening.fence()) < 0 ? own : opening.fence();
      acts.add(new LeaseAct.Extend(fence));
      opening = opening.extended(now.plus(fence));
      pace = pace.extend(now.plus(circumstances.timing().renew()));
    }
    wakeAt(pace.extend());
  }

  private void shut() {
    if (!opening.shut()) {
      acts.add(new LeaseAct.Close());
    }
    opening = opening.closed(now);
    request = request.map(LeaseRequest::voided);
    view = view.held(false);
  }

  private void exit() {
    acts.add(new LeaseAct.Exit());
    ending = new Ending(ending.by(), true);
  }

  private boolean isMine(LeaseVersion version) {
    return version.holder().equals(self);
  }

  private boolean isMine() {
    return view.version().filter(this::isMine).isPresent();
  }

  private boolean isFit() {
    return circumstances.unfit().isEmpty() && !now.isBefore(pace.out());
  }

  private boolean isEnding() {
    return ending.by().isPresent();
  }

  /**
   * Returns whether the Lease is given back: one that ends keeps it, unless another stands ready or
   * it has nothing to keep.
   */
  private boolean isLeaving() {
    return !isFit() || (isEnding() && (circumstances.heir().isPresent() || !opening.isOpen(now)));
  }

  private void wakeAt(Instant time) {
    wake = time.isBefore(wake) ? time : wake;
  }
}
