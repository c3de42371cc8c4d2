package dev.lvs.agent.object;

/** What a kernel holds of a kind whose changes are done with, so that nothing of it stays. */
public enum Nothing {
  NOTHING
}
