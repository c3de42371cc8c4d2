package dev.lvs.agent.probe;

import org.jspecify.annotations.Nullable;

/** A probe that is under way. Used by the thread of the loop. */
public interface RunningProbe {
  /** Goes on when what it waits for is ready; the result when the probe is over. */
  @Nullable ProbeResult ready();

  /** The result when the time is over. */
  ProbeResult timedOut();

  /** Ends it, whether it is over or not. */
  void close();
}
