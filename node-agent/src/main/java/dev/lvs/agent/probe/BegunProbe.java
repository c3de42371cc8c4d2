package dev.lvs.agent.probe;

/** A probe that was begun. */
public sealed interface BegunProbe {
  /** It takes some time. */
  record UnderWay(RunningProbe probe) implements BegunProbe {}

  /** It was over at once. */
  record Over(ProbeResult result) implements BegunProbe {}
}
