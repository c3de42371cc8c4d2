package dev.lvs.agent.probe;

/** A probe that was begun. */
public sealed interface BegunProbe {
  /** Probe that takes some time. */
  record UnderWay(RunningProbe probe) implements BegunProbe {}

  /** Probe that was over at once. */
  record Over(ProbeResult result) implements BegunProbe {}
}
